import { addMoney, type Money, multiplyMoney } from '@bookstore/values';
import type { BookStatus } from './book.ts';
import {
  mergeLines,
  type Refusal,
  type Reservation,
  reservationClosed,
  reservationMismatch,
  sameLines,
  type WantedLine,
} from './reservation.ts';
import type { StockLedger } from './stock-ledger.ts';

/** The copies that one order wants. */
export interface ReserveEntry {
  readonly orderId: string;
  readonly lines: readonly WantedLine[];
  /** For how long orders may leave the hold undecided before it is due. */
  readonly holdSeconds: number;
  /** The total that the buyer was shown; any other refuses the entry. */
  readonly expectedTotal: Money | undefined;
  /** The most that the order may cost. */
  readonly maxTotalMinorUnits: bigint;
}

/** What the catalogue says of a book at the moment of a reservation. */
export interface OfferedBook {
  readonly bookId: string;
  readonly title: string;
  readonly isbn: string | undefined;
  readonly price: Money;
  readonly status: BookStatus;
}

/** A hold that is to be written. */
export interface NewHold {
  readonly orderId: string;
  readonly holdSeconds: number;
  readonly lines: readonly (WantedLine & { readonly book: OfferedBook })[];
}

/** What was decided of one entry; `granted`: the reservation of its order is the answer. */
export type ReserveDecision =
  | { readonly kind: 'granted'; readonly orderId: string }
  | { readonly kind: 'refused'; readonly orderId: string; readonly refusal: Refusal };

export interface ReserveDecisions {
  readonly decisions: readonly ReserveDecision[];
  readonly holds: readonly NewHold[];
}

/**
 * Decides a batch entry by entry, in the order given, each whole or not at all: an entry sees what
 * those before it took, and a refused one takes nothing. The ledger holds the stock of all books
 * of the batch, locked or seen at one moment with `known`, the reservations that its orders already have.
 */
export function decideReservations(
  entries: readonly ReserveEntry[],
  offers: ReadonlyMap<string, OfferedBook>,
  known: ReadonlyMap<string, Pick<Reservation, 'state' | 'lines'>>,
  ledger: StockLedger,
): ReserveDecisions {
  const holds = new Map<string, NewHold>();
  const decisions = entries.map((entry): ReserveDecision => {
    const { orderId } = entry;
    const lines = mergeLines(entry.lines);
    const present = known.get(orderId) ?? holds.get(orderId);
    const refusal = present
      ? refuseRepeat(orderId, lines, present)
      : (refuseOffer(lines, offers) ?? refuseShortage(lines, ledger) ?? refuseTotal(entry, lines, offers));
    if (refusal) return { kind: 'refused', orderId, refusal };
    if (!present) {
      for (const { bookId, quantity } of lines) ledger.reserve(bookId, quantity);
      const held = lines.map((line) => ({ ...line, book: offered(offers, line.bookId) }));
      holds.set(orderId, { orderId, holdSeconds: entry.holdSeconds, lines: held });
    }
    return { kind: 'granted', orderId };
  });
  return { decisions, holds: [...holds.values()] };
}

type Offers = ReadonlyMap<string, OfferedBook>;

function refuseRepeat(
  orderId: string,
  lines: readonly WantedLine[],
  present: { readonly state?: Reservation['state']; readonly lines: readonly WantedLine[] },
): Refusal | undefined {
  if (present.state === 'RELEASED') return reservationClosed(orderId, present.state);
  if (sameLines(lines, present.lines)) return undefined;
  return reservationMismatch(orderId, `order ${orderId} reserved other lines before`);
}

function refuseOffer(lines: readonly WantedLine[], offers: Offers): Refusal | undefined {
  const missing = lines.find(({ bookId }) => !offers.has(bookId));
  if (missing) return refuseBook('BOOK_NOT_FOUND', missing.bookId, 'there is no book with id');
  const retired = lines.find(({ bookId }) => offers.get(bookId)?.status === 'RETIRED');
  return retired && refuseBook('BOOK_RETIRED', retired.bookId, 'no longer sold: book');
}

function refuseBook(reason: string, bookId: string, message: string): Refusal {
  return { reason, message: `${message} ${bookId}`, metadata: { book_id: bookId } };
}

function refuseShortage(lines: readonly WantedLine[], ledger: StockLedger): Refusal | undefined {
  const shortages = lines.flatMap(({ bookId, quantity }) => {
    const level = ledger.find(bookId);
    const available = level ? level.onHand - level.reserved : 0n;
    return available < quantity ? [{ book_id: bookId, requested: String(quantity), available: String(available) }] : [];
  });
  const [first] = shortages;
  if (!first) return undefined;
  return {
    reason: 'INSUFFICIENT_STOCK',
    message: `of book ${first.book_id} ${first.requested} copies are wanted and ${first.available} available`,
    metadata: { ...first, shortages: JSON.stringify(shortages) },
  };
}

function refuseTotal(entry: ReserveEntry, lines: readonly WantedLine[], offers: Offers): Refusal | undefined {
  const amounts = lines.map(({ bookId, quantity }) => multiplyMoney(offered(offers, bookId).price, quantity));
  const currencies = [...new Set(amounts.map(({ currencyCode }) => currencyCode))].sort();
  const [first, ...others] = amounts;
  if (!first) return undefined;
  if (currencies.length > 1) {
    const message = `one order cannot be paid in several currencies: ${currencies.join(', ')}`;
    return { reason: 'MIXED_CURRENCIES', message, metadata: { currency_codes: currencies.join(',') } };
  }
  const total = addMoney(first, ...others);
  return refuseRange(total, entry.maxTotalMinorUnits) ?? refuseOtherPrice(total, entry.expectedTotal);
}

function refuseRange({ currencyCode, minorUnits }: Money, most: bigint): Refusal | undefined {
  if (minorUnits > 0n && minorUnits <= most) return undefined;
  return {
    reason: 'TOTAL_OUT_OF_RANGE',
    message: `the total is ${minorUnits} minor units of ${currencyCode}; 1 to ${most} are allowed`,
    metadata: { total_minor_units: String(minorUnits) },
  };
}

function refuseOtherPrice(total: Money, expected: Money | undefined): Refusal | undefined {
  if (!expected) return undefined;
  if (expected.currencyCode === total.currencyCode && expected.minorUnits === total.minorUnits) return undefined;
  return {
    reason: 'PRICE_CHANGED',
    message: `the total is now ${total.minorUnits} minor units of ${total.currencyCode}`,
    metadata: {
      currency_code: total.currencyCode,
      expected_minor_units: String(expected.minorUnits),
      total_minor_units: String(total.minorUnits),
    },
  };
}

function offered(offers: Offers, bookId: string): OfferedBook {
  const book = offers.get(bookId);
  if (!book) throw new Error(`book ${bookId} was not looked up`);
  return book;
}
