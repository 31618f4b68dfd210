import {
  type Outcome,
  type Refusal,
  type Reservation,
  reservationClosed,
  reservationNotFound,
  type ReservationResult,
  TRANSITIONS,
} from './reservation.ts';
import type { StockLedger } from './stock-ledger.ts';

/** The outcome of one order, to be applied to its hold. */
export interface OutcomeEntry {
  readonly orderId: string;
  /** The order's version with this outcome. */
  readonly orderVersion: bigint;
}

export interface OutcomeDecisions {
  readonly results: readonly ReservationResult[];
  /** Reservations that end now. */
  readonly ended: readonly OutcomeEntry[];
  /** Orders without a hold that are to be remembered as released. */
  readonly tombstones: readonly OutcomeEntry[];
}

type Known = Pick<Reservation, 'state' | 'lines' | 'orderVersion'>;

/**
 * Decides a batch of outcomes of one kind, in the order given. The ledger holds the stock of all
 * lines of the known reservations, locked or seen at one moment with them.
 */
export function decideOutcomes(
  outcome: Outcome,
  entries: readonly OutcomeEntry[],
  reservations: ReadonlyMap<string, Known>,
  ledger: StockLedger,
): OutcomeDecisions {
  const known = new Map(reservations);
  const ended: OutcomeEntry[] = [];
  const tombstones: OutcomeEntry[] = [];
  const results = entries.map((entry): ReservationResult => {
    const { orderId, orderVersion } = entry;
    const present = known.get(orderId);
    const answer = answerWithoutChange(outcome, entry, present);
    if (answer) return answer;
    const refusal = present && refuseBroken(orderId, present, ledger);
    if (refusal) return { orderId, state: present.state, refusal };
    if (present) endHold(outcome, orderId, present, ledger);
    (present ? ended : tombstones).push(entry);
    known.set(orderId, { state: outcome, lines: present?.lines ?? [], orderVersion });
    return { orderId, state: outcome };
  });
  return { results, ended, tombstones };
}

/** The answer to an outcome that is refused, repeated or older than what is known; undefined for one to apply. */
function answerWithoutChange(
  outcome: Outcome,
  { orderId, orderVersion }: OutcomeEntry,
  present: Known | undefined,
): ReservationResult | undefined {
  if (!present) {
    const refusal = reservationNotFound(orderId);
    return outcome === 'COMMITTED' ? { orderId, state: undefined, refusal } : undefined;
  }
  const { state } = present;
  if (state === outcome || orderVersion < present.orderVersion) return { orderId, state };
  if (TRANSITIONS[state].includes(outcome)) return undefined;
  return { orderId, state, refusal: reservationClosed(orderId, state) };
}

/** Where somebody has broken the stock of a book, its orders wait for a person, and no others of their batch. */
function refuseBroken(orderId: string, { lines }: Known, ledger: StockLedger): Refusal | undefined {
  for (const { bookId, quantity } of lines) {
    const { onHand = 0n, reserved = 0n } = ledger.find(bookId) ?? {};
    if (reserved >= quantity) continue;
    return {
      reason: 'STOCK_BELOW_RESERVED',
      message: `of book ${bookId} ${reserved} copies are reserved, and order ${orderId} holds ${quantity}`,
      metadata: { book_id: bookId, on_hand: String(onHand), reserved: String(reserved) },
    };
  }
  return undefined;
}

function endHold(outcome: Outcome, orderId: string, { lines }: Known, ledger: StockLedger): void {
  for (const { bookId, quantity } of lines) {
    if (outcome === 'COMMITTED') ledger.sell(orderId, bookId, quantity);
    else ledger.reserve(bookId, -quantity);
  }
}
