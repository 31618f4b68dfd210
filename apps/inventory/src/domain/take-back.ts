import {
  mergeLines,
  type Refusal,
  type Reservation,
  reservationClosed,
  reservationMismatch,
  reservationNotFound,
  type ReservationResult,
  type WantedLine,
} from './reservation.ts';
import type { StockLedger } from './stock-ledger.ts';

/** Copies of one order that come back. */
export interface ReturnEntry {
  readonly orderId: string;
  /** Made once for this return. */
  readonly returnId: string;
  /** None for all that have not come back yet. */
  readonly lines: readonly WantedLine[];
  /** The order's version with this return. */
  readonly orderVersion: bigint;
}

/** A return that has been taken in: of which order, and what it asked for. */
export interface KnownReturn {
  readonly orderId: string;
  readonly content: string;
}

/** A return that is to be written, with the copies that it brings. */
export interface NewReturn extends ReturnEntry {
  readonly content: string;
}

export interface ReturnDecisions {
  readonly results: readonly ReservationResult[];
  readonly returns: readonly NewReturn[];
}

type Known = Pick<Reservation, 'state' | 'lines'>;

/**
 * Decides a batch of returns in the order given: each is taken in once, however often it is sent,
 * and never more comes back than was sold. The ledger holds the stock of all lines of the known
 * reservations, locked; so are the reservations.
 */
export function decideReturns(
  entries: readonly ReturnEntry[],
  reservations: ReadonlyMap<string, Known>,
  knownReturns: ReadonlyMap<string, KnownReturn>,
  ledger: StockLedger,
): ReturnDecisions {
  const known = new Map(reservations);
  const taken = new Map(knownReturns);
  const returns: NewReturn[] = [];
  const results = entries.map((entry): ReservationResult => {
    const { orderId, returnId } = entry;
    const present = known.get(orderId);
    if (!present) return { orderId, state: undefined, refusal: reservationNotFound(orderId) };
    const content = contentOf(entry);
    const before = taken.get(returnId);
    const refusal = before ? refuseRepeat(entry, content, before) : refuseReturn(entry, present);
    if (refusal || before) return { orderId, state: present.state, ...(refusal && { refusal }) };
    const lines = comingBack(entry, present);
    for (const { bookId, quantity } of lines) {
      ledger.move({ bookId, quantity, reason: 'RETURNED', orderId, returnId });
    }
    taken.set(returnId, { orderId, content });
    known.set(orderId, { state: present.state, lines: withReturned(present.lines, lines) });
    returns.push({ ...entry, lines, content });
    return { orderId, state: present.state };
  });
  return { results, returns };
}

function refuseRepeat({ orderId, returnId }: ReturnEntry, content: string, before: KnownReturn): Refusal | undefined {
  if (before.orderId === orderId && before.content === content) return undefined;
  return reservationMismatch(orderId, `return ${returnId} was used with other content`);
}

function refuseReturn(entry: ReturnEntry, { state, lines }: Known): Refusal | undefined {
  const { orderId } = entry;
  if (state === 'RELEASED') return reservationClosed(orderId, state);
  if (state === 'HELD') {
    return {
      reason: 'ILLEGAL_TRANSITION',
      message: `the copies of order ${orderId} are not sold yet`,
      metadata: { order_id: orderId, from: state, to: 'RETURNED' },
    };
  }
  const excess = mergeLines(entry.lines).find(({ bookId, quantity }) => {
    const line = lines.find((sold) => sold.bookId === bookId);
    return !line || quantity > line.quantity - line.returned;
  });
  return (
    excess &&
    reservationMismatch(orderId, `fewer than ${excess.quantity} sold copies of book ${excess.bookId} are still out`)
  );
}

function comingBack({ lines }: ReturnEntry, present: Known): readonly WantedLine[] {
  if (lines.length > 0) return mergeLines(lines);
  return present.lines
    .map(({ bookId, quantity, returned }) => ({ bookId, quantity: quantity - returned }))
    .filter(({ quantity }) => quantity > 0n);
}

function withReturned(lines: Known['lines'], back: readonly WantedLine[]): Known['lines'] {
  const quantities = new Map(back.map(({ bookId, quantity }) => [bookId, quantity]));
  return lines.map((line) => ({ ...line, returned: line.returned + (quantities.get(line.bookId) ?? 0n) }));
}

/** What a return asks for, as text to compare. */
function contentOf({ lines }: ReturnEntry): string {
  return mergeLines(lines)
    .map(({ bookId, quantity }) => `${bookId}:${quantity}`)
    .join(' ');
}
