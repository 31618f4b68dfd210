import { randomUUID } from 'node:crypto';
import { type Book, Bookstore, type NewOrder, parseMoney } from '@bookstore/client';
import type { Door } from '@bookstore/mesh';

const PASSWORD = 'correct horse battery';

export const ADDRESS = {
  recipient: 'Ada Lovelace',
  addressLines: ['12 St James Square'],
  locality: 'London',
  regionCode: 'GB',
} as const;

/** A shop as somebody sees it who is not signed in. */
export function visit({ caFile, ...addresses }: Door): Bookstore {
  return new Bookstore(addresses, caFile === undefined ? {} : { caFile });
}

/** Registers a new customer and signs them in. */
export async function newShopper(door: Door): Promise<Bookstore & { readonly email: string }> {
  const shop = visit(door);
  const email = `${randomUUID()}@example.com`;
  await shop.account.register({ email, password: PASSWORD, displayName: 'Ada' });
  await shop.account.signIn({ email, password: PASSWORD });
  return Object.assign(shop, { email });
}

/** Signs a member of staff in. */
export async function newClerk(door: Door, credentials: { email: string; password: string }): Promise<Bookstore> {
  const shop = visit(door);
  await shop.account.signIn(credentials);
  return shop;
}

/** Adds a book. */
export function stockBook(clerk: Bookstore, title: string, copies: number, price = '10.00'): Promise<Book> {
  return clerk.books.add({ title, price: parseMoney(price, 'USD'), initialStock: copies });
}

/** An order of one book, or of several, that pays by a card that works. */
export function orderOf(...lines: readonly (readonly [Book, number])[]): NewOrder {
  return {
    lines: lines.map(([{ bookId }, quantity]) => ({ bookId, quantity })),
    shippingAddress: ADDRESS,
    paymentMethod: 'pm_card_visa',
  };
}
