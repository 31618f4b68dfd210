import { type Book, formatMoney } from '@bookstore/client';

/** What a page shows of a book; made by the server, in the visitor's language. */
export interface BookView {
  readonly bookId: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly price: string;
  readonly subject: string | undefined;
  readonly available: number;
  readonly isSold: boolean;
}

export function viewOf(book: Book, locale: string): BookView {
  return {
    bookId: book.bookId,
    title: book.title,
    authors: book.authors,
    price: formatMoney(book.price, locale),
    subject: book.subjects[0],
    available: book.stock.available,
    isSold: book.status === 'ACTIVE',
  };
}
