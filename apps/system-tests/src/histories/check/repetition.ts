import type { Evidence } from './evidence.ts';
import { type Operation, operationsOf, precedes } from '../history-event.ts';
import type { Violation } from './violation.ts';

/** One (user, request id): one order, one answer; other content is refused. That it is charged once, money shows. */
export function checkRepetition({ events, orders }: Evidence): readonly Violation[] {
  const placings = operationsOf(events).filter(({ invoke }) => invoke.function === 'place');
  const byKey = Map.groupBy(placings, ({ invoke }) => invoke.key);
  const rows = Map.groupBy(
    orders.filter(({ requestId }) => requestId !== null),
    ({ userId, requestId }) => `${userId}/${requestId}`,
  );
  return [
    ...[...rows].filter(([, found]) => found.length > 1).map(([key, found]) => twice(key, found.length)),
    ...[...byKey].flatMap(([key, tries]) => checkKey(key, tries)),
  ];
}

function twice(key: string, count: number): Violation {
  return { invariant: 'repetition', what: `${count} orders of the one request ${key}`, events: [] };
}

const PAID = new Set(['PAID', 'SHIPPED', 'COMPLETED']);
/** What is answered before there is an order. */
const BEFORE_THE_ORDER = new Set(['INSUFFICIENT_STOCK', 'PRICE_CHANGED', 'BOOK_RETIRED', 'BOOK_NOT_FOUND']);

function checkKey(key: string, tries: readonly Operation[]): readonly Violation[] {
  const answered = tries.filter(({ end }) => end?.value.order !== undefined);
  const violation = (what: string, shown: readonly Operation[]): Violation => ({
    invariant: 'repetition',
    what: `request ${key}: ${what}`,
    events: shown.flatMap(({ invoke, end }) => (end ? [invoke.index, end.index] : [invoke.index])),
  });
  const several = (of: (operation: Operation) => unknown) => new Set(answered.map(of)).size > 1;
  const declined = tries.filter(({ end }) => end?.value.reason === 'PAYMENT_DECLINED');
  const paid = answered.filter(({ end }) => PAID.has(end?.value.order?.status ?? ''));
  const forgotten = tries.filter(
    (later) =>
      BEFORE_THE_ORDER.has(later.end?.value.reason ?? '') && answered.some((earlier) => precedes(earlier, later)),
  );
  return [
    ...(several(({ end }) => end?.value.order?.orderId) ? [violation('several orders were answered', answered)] : []),
    ...(several(({ invoke }) => invoke.payload) ? [violation('several contents were taken', answered)] : []),
    ...(declined.length > 0 && paid.length > 0 ? [violation('declined and paid', [...declined, ...paid])] : []),
    ...(forgotten.length > 0 ? [violation('refused after there was an order', forgotten)] : []),
    ...wronglyReused(tries, answered).map((each) => violation('its own content was refused as another', [each])),
  ];
}

/** A content that was taken is never refused as the other one. */
function wronglyReused(tries: readonly Operation[], answered: readonly Operation[]): readonly Operation[] {
  const contents = new Set(answered.map(({ invoke }) => invoke.payload));
  return tries.filter(({ invoke, end }) => end?.value.reason === 'REQUEST_ID_REUSED' && contents.has(invoke.payload));
}
