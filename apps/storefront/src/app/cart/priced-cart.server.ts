import { addMoney, type Book, type Bookstore, formatMoney, type Money, multiplyMoney } from '@bookstore/client';
import { type BookView, viewOf } from '../catalogue/book-view.ts';
import type { Cart } from './cart.ts';

/** One line of a cart, as it is now. */
export interface PricedLine {
  readonly book: BookView;
  readonly quantity: number;
  readonly total: string;
  /** What keeps it from being ordered. */
  readonly problem: string | undefined;
}

export interface PricedCart {
  readonly lines: readonly PricedLine[];
  /** Undefined when the cart is empty. */
  readonly total: Money | undefined;
  readonly totalText: string;
  readonly canBeOrdered: boolean;
}

/** A cart at today's prices and with today's stock; books that are gone for good are left out. */
export async function priceCart(cart: Cart, shop: Bookstore, locale: string, signal: AbortSignal): Promise<PricedCart> {
  const ids = cart.lines.map(({ bookId }) => bookId);
  const { books } = ids.length === 0 ? { books: [] } : await shop.books.getMany(ids, { signal });
  const byId = new Map(books.map((book) => [book.bookId, book]));
  const known = cart.lines.flatMap(({ bookId, quantity }) => {
    const book = byId.get(bookId);
    return book ? [{ book, quantity, total: multiplyMoney(book.price, BigInt(quantity)) }] : [];
  });
  const [first, ...others] = known.map(({ total }) => total);
  const total = first && addMoney(first, ...others);
  const lines = known.map(({ book, quantity, total: each }) => ({
    book: viewOf(book, locale),
    quantity,
    total: formatMoney(each, locale),
    problem: problemOf(book, quantity),
  }));
  const canBeOrdered = lines.length > 0 && lines.every(({ problem }) => problem === undefined);
  return { lines, total, totalText: total ? formatMoney(total, locale) : '', canBeOrdered };
}

function problemOf({ status, stock }: Book, quantity: number): string | undefined {
  if (status !== 'ACTIVE') return 'This book is not sold any more.';
  if (stock.available === 0) return 'Sold out since you put it here.';
  if (stock.available < quantity) return `Only ${stock.available} left.`;
  return undefined;
}
