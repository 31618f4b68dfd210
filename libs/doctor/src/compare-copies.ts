import { type Finding, finding } from './finding.ts';
import type { OrderRow } from './orders.ts';
import type { Pair } from './pair-by-key.ts';
import type { ReservationRow } from './reservations.ts';

/** What does not fit between an order and the copies that inventory has for it. */
export function compareCopies({ key, left: order, right: copies }: Pair<OrderRow, ReservationRow>): readonly Finding[] {
  if (copies === undefined) return order === undefined ? [] : withoutCopies(order);
  if (order === undefined) return withoutOrder(copies);
  return [...compareStates(order, copies), ...compareLines(key, order, copies)];
}

/** Copies are held before the order is written, so no order is ever without. */
function withoutCopies({ key, status, tombstone }: OrderRow): readonly Finding[] {
  if (tombstone) return [];
  return [finding('RESERVATION_MISSING', { order: key }, `copies of the order, which is ${status}`, 'no reservation')];
}

/** A hold that is not due may be of an order that is still to be written; a freed one harms nobody. */
function withoutOrder({ key, state, overdue }: ReservationRow): readonly Finding[] {
  if (state === 'COMMITTED') return [finding('SALE_WITHOUT_ORDER', { order: key }, 'an order', 'copies sold to none')];
  if (state === 'RELEASED' || !overdue) return [];
  return [finding('HOLD_WITHOUT_ORDER', { order: key }, 'an order, or the hold freed', 'a hold that is long due')];
}

function compareStates(order: OrderRow, copies: ReservationRow): readonly Finding[] {
  const { key, status, stockOutcome } = order;
  if (isAllowed(order, copies)) return [];
  const expected = `${EXPECTED[stockOutcome]}, since the order is ${status}`;
  const found = copies.state === 'COMMITTED' && stockOutcome === 'RETURN' ? 'COMMITTED, not all back' : copies.state;
  return [finding('RESERVATION_DIFFERS', { order: key }, expected, found)];
}

const EXPECTED: Readonly<Record<OrderRow['stockOutcome'], string>> = {
  NONE: 'copies HELD',
  COMMIT: 'copies COMMITTED',
  RELEASE: 'copies RELEASED',
  RETURN: 'copies COMMITTED and all back',
};

/** Until inventory is told, copies may still be as they were; when that takes too long is another rule's. */
function isAllowed({ stockOutcome, told }: OrderRow, { state, allReturned }: ReservationRow): boolean {
  switch (stockOutcome) {
    case 'NONE':
      return state === 'HELD';
    case 'COMMIT':
      return state === 'COMMITTED' || (!told && state === 'HELD');
    case 'RELEASE':
      return state === 'RELEASED' || (!told && state === 'HELD');
    case 'RETURN':
      return told ? state === 'COMMITTED' && allReturned : state !== 'RELEASED';
  }
}

function compareLines(key: string, order: OrderRow, copies: ReservationRow): readonly Finding[] {
  if (order.tombstone || order.lines === copies.lines) return [];
  const words = (lines: string | null) => lines ?? 'nothing';
  return [finding('LINES_DIFFER', { order: key }, `${words(copies.lines)}, as it was held`, words(order.lines))];
}
