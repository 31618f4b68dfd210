import { InsufficientStockError, type NewOrder, newRequestId, type PostalAddress, parseMoney } from '@bookstore/client';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { CommandFailure, usageFailure } from '../failures.ts';
import { type AddressOptions, readAddress } from './address.ts';
import { once } from './once.ts';
import { orderCard } from './orders.ts';
import { findWanted } from './wanted-books.ts';

interface PlaceOptions extends AddressOptions {
  readonly paymentMethod: string;
  readonly expectedTotal?: string;
  readonly currency?: string;
  readonly requestId?: string;
}

/** `bookstore order place` */
export async function place(context: Context, books: readonly string[], options: PlaceOptions): Promise<void> {
  const { shop, signal, print } = context;
  const { paymentMethod, requestId = newRequestId() } = options;
  const expectedTotal = readTotal(options);
  const shippingAddress = readAddress(options) ?? (await ownAddress(context));
  const wanted = await findWanted(context, books);
  const lines = wanted.map(({ bookId, quantity }) => ({ bookId, quantity }));
  const order: NewOrder = { lines, shippingAddress, paymentMethod, expectedTotal };
  const typed = new Map(wanted.map((each) => [each.bookId, each.typed]));
  const placing = () =>
    shop.orders.place(order, { requestId, signal }).catch((error: unknown) => inTypedWords(error, typed));
  const placed = await once('the order', requestId, placing);
  print({ order: placed, requestId }, () => orderCard(placed));
}

/** Names the books that are short as they were typed. */
function inTypedWords(error: unknown, typed: ReadonlyMap<string, string>): never {
  if (!(error instanceof InsufficientStockError)) throw error;
  const short = error.shortages.map(
    ({ bookId, requested, available }) =>
      `of ${typed.get(bookId) ?? bookId} ${requested} asked for, ${available} available`,
  );
  throw new CommandFailure(ExitCode.REFUSED, error.reason, `too few copies: ${short.join('; ')}`, {
    fields: { code: error.code, shortages: error.shortages },
    cause: error,
  });
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
