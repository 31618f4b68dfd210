import {
  type Outcome,
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

function endHold(outcome: Outcome, orderId: string, { lines }: Known, ledger: StockLedger): void {
  for (const { bookId, quantity } of lines) {
    if (outcome === 'COMMITTED') ledger.sell(orderId, bookId, quantity);
    else ledger.reserve(bookId, -quantity);
  }
}
