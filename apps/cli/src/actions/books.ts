import type { Book, BookOrder } from '@bookstore/client';
import type { Context } from '../context.ts';
import { amount, time, year } from '../terminal/formats.ts';
import { type PageOptions, printList } from '../terminal/paged.ts';
import { card, type Column } from '../terminal/table.ts';
import { plain } from '../terminal/text.ts';
import { type FilterOptions, filterOf } from './book-filter.ts';
import { findBook } from './find-book.ts';

interface ListOptions extends FilterOptions, PageOptions {
  readonly facets?: boolean;
}

const ORDERS: Readonly<Record<string, BookOrder>> = {
  title: 'TITLE',
  price: 'PRICE_ASCENDING',
  'price-desc': 'PRICE_DESCENDING',
  newest: 'PUBLISHED_DESCENDING',
  added: 'ADDED_DESCENDING',
};

const COLUMNS: readonly Column<Book>[] = [
  // Commands take either; the shorter one leaves room for the title.
  { title: 'Book', value: ({ isbn, bookId }) => isbn ?? bookId },
  { title: 'Title', value: (book) => `${book.title}${book.status === 'RETIRED' ? ' (retired)' : ''}`, flexible: 'cut' },
  { title: 'Authors', value: ({ authors }) => authors.join(', '), flexible: 'cut' },
  { title: 'Year', value: ({ publishedYear }) => year(publishedYear), align: 'right' },
  { title: 'Price', value: ({ price }) => amount(price), align: 'right' },
  { title: 'In stock', value: ({ stock }) => stock.available, align: 'right' },
];

/** `bookstore books search` */
export async function search(context: Context, words: readonly string[], options: ListOptions): Promise<void> {
  const query = { ...filterOf(options), pageSize: options.pageSize, includeFacets: options.facets };
  await printList(context, context.shop.books.search(words.join(' '), query, { signal: context.signal }), options, {
    key: 'books',
    columns: COLUMNS,
    none: 'Nothing was found.',
    extra: ({ facets, correctedQuery }) => ({ correctedQuery, ...(options.facets && { facets }) }),
    remark: ({ correctedQuery }) =>
      correctedQuery === undefined ? '' : `Showing what was found for: ${plain(correctedQuery)}\n`,
  });
}

/** `bookstore books list` */
export async function list(context: Context, options: ListOptions & { readonly order?: string }): Promise<void> {
  const orderBy = options.order === undefined ? undefined : ORDERS[options.order];
  const query = { ...filterOf(options), orderBy, pageSize: options.pageSize, includeFacets: options.facets };
  await printList(context, context.shop.books.list(query, { signal: context.signal }), options, {
    key: 'books',
    columns: COLUMNS,
    none: 'No books.',
    extra: ({ facets }) => (options.facets ? { facets } : {}),
  });
}

/** `bookstore books low-stock` */
export async function lowStock(context: Context, options: PageOptions & { readonly atMost?: number }): Promise<void> {
  await printList(context, context.shop.books.lowStock(options, { signal: context.signal }), options, {
    key: 'books',
    columns: COLUMNS,
    none: 'Of every book there is enough.',
  });
}

/** `bookstore books show` */
export async function show(context: Context, idOrIsbn: string): Promise<void> {
  const book = await findBook(context, idOrIsbn);
  context.print({ book }, () => bookCard(book));
}

/** A book, one field a line. */
export function bookCard(book: Book): string {
  const { onHand, reserved, available } = book.stock;
  return card([
    ['Title', book.title],
    ['Authors', book.authors.join(', ')],
    ['Published', [book.publisher, year(book.publishedYear)].filter(Boolean).join(', ')],
    ['ISBN', book.isbn],
    ['Language', book.language],
    ['Subjects', book.subjects.join(', ')],
    ['About', book.description],
    ['Price', amount(book.price)],
    ['In stock', `${available} to order (${onHand} in the house, ${reserved} held by orders)`],
    ['Status', book.status.toLowerCase()],
    ['Source', book.source && `${book.source} ${book.sourceKey ?? ''}`],
    ['Book', book.bookId],
    ['Changed', time(book.updateTime)],
    ['Etag', book.etag],
  ]);
}
