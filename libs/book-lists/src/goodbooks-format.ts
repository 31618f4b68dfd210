import type { Money } from '@bookstore/client';
import type { BookListFormat } from './book-list.ts';
import { readList, readYear, squeeze } from './cells.ts';

/** What goodbooks-10k's source is called. */
export const GOODBOOKS_SOURCE = 'goodbooks-10k';

/**
 * books.csv of github.com/zygmuntz/goodbooks-10k, which a spreadsheet went over: an ISBN-10 has lost
 * its leading zeros, an ISBN-13 its last digits to scientific notation, a year became a decimal.
 * The zeros are put back; the ISBN-13 is not looked at; whether the ISBN is right, the shop says.
 */
export function goodbooksFormat({ price, stock }: { readonly price: Money; readonly stock: number }): BookListFormat {
  return {
    required: ['book_id', 'isbn', 'authors', 'original_publication_year', 'title', 'language_code'],
    optional: [],
    read: (cell) => ({
      book: {
        title: squeeze(cell('title')),
        authors: readList(cell('authors'), ','),
        isbn: cell('isbn') === '' ? '' : cell('isbn').padStart(10, '0'),
        publishedYear: readYear(cell('original_publication_year')),
        language: readLanguage(cell('language_code')),
        price,
        sourceKey: cell('book_id'),
      },
      initialStock: stock,
    }),
  };
}

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** `eng` and `fre` are `en` and `fr` (ISO 639-2 to BCP 47); what is no language is left out. */
function readLanguage(code: string): string {
  try {
    const [tag = ''] = Intl.getCanonicalLocales(code);
    return tag !== '' && LANGUAGES.of(tag) !== undefined ? tag : '';
  } catch {
    return '';
  }
}
