import { randomUUID } from 'node:crypto';
import { type NewOrder, type PostalAddress, parseMoney } from '@bookstore/client';
import type { Context } from '../context.ts';
import { usageFailure } from '../failures.ts';
import { type AddressOptions, readAddress } from './address.ts';
import { findBookId } from './find-book.ts';
import { once } from './once.ts';
import { orderCard } from './orders.ts';

interface PlaceOptions extends AddressOptions {
  readonly paymentMethod: string;
  readonly expectedTotal?: string;
  readonly currency?: string;
  readonly requestId?: string;
}

/** `bookstore order place` */
export async function place(context: Context, books: readonly string[], options: PlaceOptions): Promise<void> {
  const { shop, signal, print } = context;
  const { paymentMethod, requestId = randomUUID() } = options;
  const wanted = books.map(readLine);
  const expectedTotal = readTotal(options);
  const shippingAddress = readAddress(options) ?? (await ownAddress(context));
  const lines: { bookId: string; quantity: number }[] = [];
  for (const { book, quantity } of wanted) lines.push({ bookId: await findBookId(context, book), quantity });
  const order: NewOrder = { lines, shippingAddress, paymentMethod, expectedTotal };
  const placed = await once('the order', requestId, () => shop.orders.place(order, { requestId, signal }));
  print({ order: placed, requestId }, () => orderCard(placed));
}

/** Reads `BOOK` or `BOOK:COPIES`. How many copies are allowed, the shop says. */
function readLine(text: string): { book: string; quantity: number } {
  const [, book, copies = '1'] = /^([^:]+)(?::(\d{1,9}))?$/.exec(text) ?? [];
  if (book === undefined) {
    throw usageFailure(`"${text}" is no book to order`, 'write a book id or ISBN, and how many: 9780140449136:2');
  }
  return { book, quantity: Number(copies) };
}

function readTotal({ expectedTotal, currency }: PlaceOptions) {
  if (expectedTotal === undefined) return undefined;
  if (currency === undefined)
    throw usageFailure('the expected total needs its currency', 'add --currency EUR, for example');
  return parseMoney(expectedTotal, currency);
}

async function ownAddress({ shop, signal }: Context): Promise<PostalAddress> {
  const { shippingAddress } = await shop.account.get({ signal });
  if (shippingAddress) return shippingAddress;
  throw usageFailure(
    'your account has no address yet, and none was named',
    'name one with --recipient, --street, --city, --country, here or for good with: bookstore account update',
  );
}
