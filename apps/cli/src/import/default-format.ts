import type { BookListFormat } from './book-list.ts';
import { readList, readPrice, readStock, readYear, type RowDefaults } from './cells.ts';

/** The format of our own; `bookstore books import --help` documents it. */
export function defaultFormat({ price, currency, stock }: RowDefaults): BookListFormat {
  const unlessGiven = [
    { column: 'price', given: price },
    { column: 'currency', given: currency },
    { column: 'stock', given: stock },
  ];
  const columns = (isGiven: boolean) =>
    unlessGiven.filter(({ given }) => (given !== undefined) === isGiven).map(({ column }) => column);
  return {
    required: ['title', ...columns(false)],
    optional: [
      ...['authors', 'isbn', 'publisher', 'published_year', 'language', 'subjects', 'description', 'source_key'],
      ...columns(true),
    ],
    read: (cell) => ({
      book: {
        title: cell('title'),
        authors: readList(cell('authors'), ';'),
        isbn: cell('isbn'),
        publisher: cell('publisher'),
        publishedYear: readYear(cell('published_year')),
        language: cell('language'),
        subjects: readList(cell('subjects'), ';'),
        description: cell('description'),
        price: readPrice(cell('price') || (price ?? ''), cell('currency') || (currency ?? '')),
        sourceKey: cell('source_key'),
      },
      initialStock: readStock(cell('stock') || String(stock ?? '')),
    }),
  };
}
