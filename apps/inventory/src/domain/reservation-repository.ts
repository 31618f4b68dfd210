import type { Outcome, Refusal, Reservation, ReservationResult, ReservationState } from './reservation.ts';
import type { ReserveEntry } from './reserve.ts';
import type { OutcomeEntry } from './settle.ts';
import type { ReturnEntry } from './take-back.ts';

export type ReserveResult =
  | { readonly orderId: string; readonly reservation: Reservation }
  | { readonly orderId: string; readonly refusal: Refusal };

export interface ReservationListQuery {
  /** Only those that are held and due now. */
  readonly due: boolean;
  readonly state: ReservationState | undefined;
  /** Where the page before ended. */
  readonly after: { readonly dueAt: Date; readonly orderId: string } | undefined;
  readonly limit: number;
}

/**
 * The holds of orders. Each call takes a batch in one transaction and gives one result for each
 * entry, in the order asked; a repeat changes nothing and gets the same answer.
 */
export interface ReservationRepository {
  reserve(entries: readonly ReserveEntry[]): Promise<readonly ReserveResult[]>;
  settle(outcome: Outcome, entries: readonly OutcomeEntry[]): Promise<readonly ReservationResult[]>;
  takeBack(entries: readonly ReturnEntry[]): Promise<readonly ReservationResult[]>;
  /** Longest due first. */
  list(query: ReservationListQuery): Promise<readonly Reservation[]>;
}
