import type { Evidence, MovementRow, OrderRow, ReservationRow } from './evidence.ts';
import { type HistoryEvent, operationsOf } from '../history-event.ts';
import { sumBy, type Violation } from './violation.ts';

/** on_hand = sum of movements >= 0 at every commit, reserved = sum of open holds, and each order's copies moved once. */
export function checkStock(evidence: Evidence): readonly Violation[] {
  return [
    ...checkLevels(evidence),
    ...checkMovements(evidence.movements),
    ...evidence.orders.flatMap((order) => checkCopies(order, evidence)),
    ...checkHolds(evidence),
    ...checkAdjustments(evidence),
  ];
}

const violation = (what: string, events: readonly number[] = []): Violation => ({ invariant: 'stock', what, events });

function checkLevels({ stock, movements, reservations }: Evidence): readonly Violation[] {
  const moved = sumBy(
    movements,
    ({ bookId }) => bookId,
    ({ quantity }) => quantity,
  );
  const held = sumBy(
    reservations.filter(({ state }) => state === 'HELD').flatMap(({ lines }) => lines),
    ({ bookId }) => bookId,
    ({ quantity }) => quantity,
  );
  return stock.flatMap(({ bookId, onHand, reserved }) => {
    const [sum, holds] = [moved.get(bookId) ?? 0, held.get(bookId) ?? 0];
    return [
      ...(onHand === sum ? [] : [violation(`book ${bookId}: ${onHand} on hand, its movements sum to ${sum}`)]),
      ...(reserved === holds
        ? []
        : [violation(`book ${bookId}: ${reserved} reserved, its open holds sum to ${holds}`)]),
      ...(reserved >= 0 && reserved <= onHand ? [] : [violation(`book ${bookId}: ${reserved} of ${onHand} reserved`)]),
    ];
  });
}

/** Each movement says what was on hand after it: so every state in between can be seen. */
function checkMovements(movements: readonly MovementRow[]): readonly Violation[] {
  const levels = new Map<string, number>();
  return movements.flatMap(({ bookId, quantity, onHandAfter }) => {
    const level = (levels.get(bookId) ?? 0) + quantity;
    levels.set(bookId, level);
    if (level === onHandAfter && level >= 0) return [];
    return [violation(`book ${bookId}: a movement of ${quantity} left ${onHandAfter}, where ${level} is right`)];
  });
}

/** What the holds and movements of an order must be, by what inventory is to be told of it. */
const STATES: Readonly<Record<string, { readonly state: string; readonly sold: boolean; readonly isBack: boolean }>> = {
  COMMIT: { state: 'COMMITTED', sold: true, isBack: false },
  RETURN: { state: 'COMMITTED', sold: true, isBack: true },
  RELEASE: { state: 'RELEASED', sold: false, isBack: false },
};

function checkCopies(order: OrderRow, { reservations, movements }: Evidence): readonly Violation[] {
  const expected = STATES[order.stockOutcome];
  if (!expected) return [];
  const { orderId, status } = order;
  // An order that is not to keep its copies may never have held any.
  const nowhere = expected.sold ? 'held nowhere' : expected.state;
  const state = reservations.find((each) => each.orderId === orderId)?.state ?? nowhere;
  if (state !== expected.state) return [violation(`order ${orderId} is ${status}, its copies are ${state}`)];
  const moved = (reason: string) => movements.filter((each) => each.orderId === orderId && each.reason === reason);
  return order.lines.flatMap(({ bookId, quantity }) => {
    const count = (reason: string) =>
      moved(reason).reduce((sum, each) => sum + (each.bookId === bookId ? each.quantity : 0), 0);
    const [sold, back] = [-count('SOLD'), count('RETURNED')];
    const isRight = sold === (expected.sold ? quantity : 0) && back === (expected.isBack ? quantity : 0);
    return isRight
      ? []
      : [violation(`order ${orderId} is ${status}: of ${quantity} x ${bookId} ${sold} were sold, ${back} came back`)];
  });
}

/** Copies that left for an order that is not there, or that is there with other lines. */
function checkHolds({ reservations, orders }: Evidence): readonly Violation[] {
  const known = new Map(orders.map((order) => [order.orderId, order]));
  return reservations
    .filter(({ state }) => state === 'COMMITTED')
    .filter((reservation) => !isSame(reservation, known.get(reservation.orderId)))
    .map(({ orderId }) => violation(`copies were sold for order ${orderId}, which has no such lines`));
}

function isSame({ lines }: ReservationRow, order: OrderRow | undefined): boolean {
  if (lines.length !== order?.lines.length) return false;
  return lines.every(({ bookId, quantity }) =>
    order.lines.some((line) => line.bookId === bookId && line.quantity === quantity),
  );
}

/** An adjustment that was acknowledged moved its copies, and no request moved them twice. */
function checkAdjustments({ events, movements }: Evidence): readonly Violation[] {
  const count = new Map<string, number>();
  for (const { note } of movements) count.set(note, (count.get(note) ?? 0) + 1);
  const ofKey = (key: string): readonly HistoryEvent[] =>
    events.filter((event) => event.function === 'adjust' && event.key === key);
  const asked = operationsOf(events).filter(({ invoke }) => invoke.function === 'adjust');
  return [...new Set(asked.map(({ invoke }) => invoke.key))].flatMap((key) => {
    const acknowledged = asked.some(({ invoke, end }) => invoke.key === key && end?.type === 'ok');
    const times = count.get(key) ?? 0;
    if (times <= 1 && (times === 1 || !acknowledged)) return [];
    const shown = ofKey(key).map(({ index }) => index);
    return [
      violation(`adjustment ${key}, ${acknowledged ? '' : 'not '}acknowledged, moved copies ${times} times`, shown),
    ];
  });
}
