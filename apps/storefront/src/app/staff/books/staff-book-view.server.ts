import { type Book, formatMoney } from '@bookstore/client';
import { formatIsbn } from '@bookstore/values';

/** What staff sees of a book among others. */
export interface StaffBookView {
  readonly bookId: string;
  readonly title: string;
  readonly authors: string;
  readonly isbn: string | undefined;
  readonly price: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly isSold: boolean;
}

export function staffBookView(book: Book, locale: string): StaffBookView {
  const { bookId, title, authors, isbn, price, stock, status } = book;
  return {
    ...{ bookId, title, authors: authors.join(', ') },
    isbn: isbn && formatIsbn(isbn),
    price: formatMoney(price, locale),
    ...{ onHand: stock.onHand, reserved: stock.reserved, available: stock.available },
    isSold: status === 'ACTIVE',
  };
}
