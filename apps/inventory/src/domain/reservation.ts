import type { Money } from '@bookstore/values';

/**
 * What became of the copies of an order. A hold is made by ReserveStock and ended by orders alone,
 * once: its copies are sold, or they are free again. An order that was closed before its hold was
 * made is remembered as released without lines, so that a hold that arrives late is refused.
 */
export type ReservationState = 'HELD' | 'COMMITTED' | 'RELEASED';

/** How a hold can end. */
export type Outcome = Exclude<ReservationState, 'HELD'>;

export const TRANSITIONS: Readonly<Record<ReservationState, readonly Outcome[]>> = {
  HELD: ['COMMITTED', 'RELEASED'],
  COMMITTED: [],
  RELEASED: [],
};

/** Copies of one book that are wanted. */
export interface WantedLine {
  readonly bookId: string;
  readonly quantity: bigint;
}

/** Copies of one book as they were reserved. */
export interface ReservedLine extends WantedLine {
  readonly unitPrice: Money;
  readonly title: string;
  readonly isbn: string | undefined;
  /** How many of the sold copies have come back. */
  readonly returned: bigint;
}

export interface Reservation {
  readonly orderId: string;
  readonly state: ReservationState;
  /** Sorted by book id; none if it was released before it was made. */
  readonly lines: readonly ReservedLine[];
  readonly dueAt: Date;
  /** The order's version that the state comes from. */
  readonly orderVersion: bigint;
  readonly createdAt: Date;
}

/** Why one entry of a batch was refused; the others are decided all the same. */
export interface Refusal {
  /** A name of `ErrorReason`, without its prefix. */
  readonly reason: string;
  readonly message: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What became of one entry of a batch that ends holds or takes copies back. */
export interface ReservationResult {
  readonly orderId: string;
  /** Undefined if there is no reservation. */
  readonly state: ReservationState | undefined;
  readonly refusal?: Refusal | undefined;
}

/** The lines sorted by book, each book once: the same book twice counts together. */
export function mergeLines(lines: readonly WantedLine[]): readonly WantedLine[] {
  const quantities = new Map<string, bigint>();
  for (const { bookId, quantity } of lines) quantities.set(bookId, (quantities.get(bookId) ?? 0n) + quantity);
  return [...quantities]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([bookId, quantity]) => ({ bookId, quantity }));
}

/** Whether two lists of merged lines ask for the same. */
export function sameLines(one: readonly WantedLine[], other: readonly WantedLine[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ bookId, quantity }, index) => bookId === other[index]?.bookId && quantity === other[index].quantity)
  );
}

export function reservationNotFound(orderId: string): Refusal {
  return {
    reason: 'RESERVATION_NOT_FOUND',
    message: `order ${orderId} has no reservation`,
    metadata: { order_id: orderId },
  };
}

export function reservationClosed(orderId: string, state: ReservationState): Refusal {
  return {
    reason: 'RESERVATION_CLOSED',
    message: `the reservation of order ${orderId} is ${state.toLowerCase()}`,
    metadata: { order_id: orderId, state },
  };
}

export function reservationMismatch(orderId: string, message: string): Refusal {
  return { reason: 'RESERVATION_MISMATCH', message, metadata: { order_id: orderId } };
}
