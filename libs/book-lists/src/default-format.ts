import type { BookListFormat } from './book-list.ts';
import { readMarkedList, readPrice, readStock, readYear, type RowDefaults } from './cells.ts';

/** The columns of our own format, in the order that an export has them. */
export const LIST_COLUMNS = [
  'title',
  'authors',
  'isbn',
  'publisher',
  'published_year',
  'language',
  'subjects',
  'description',
  'price',
  'currency',
  'stock',
  'source',
  'source_key',
] as const;

export type ListColumn = (typeof LIST_COLUMNS)[number];

/** The format of our own; `bookstore books import --help` documents it. */
export function defaultFormat({ price, currency, stock }: RowDefaults): BookListFormat {
  const given = { price, currency, stock };
  const missing = Object.entries(given).flatMap(([column, value]) => (value === undefined ? [column] : []));
  const required: readonly string[] = ['title', ...missing];
  return {
    required,
    optional: LIST_COLUMNS.filter((column) => !required.includes(column)),
    read: (cell) => ({
      book: {
        title: cell('title'),
        authors: readMarkedList(cell('authors')),
        isbn: cell('isbn'),
        publisher: cell('publisher'),
        publishedYear: readYear(cell('published_year')),
        language: cell('language'),
        subjects: readMarkedList(cell('subjects')),
        description: cell('description'),
        price: readPrice(cell('price') || (price ?? ''), cell('currency') || (currency ?? '')),
        sourceKey: cell('source_key'),
      },
      initialStock: readStock(cell('stock') || String(stock ?? '')),
      ...(cell('source') !== '' && { source: cell('source') }),
    }),
  };
}
