import type { Evidence } from './evidence.ts';
import { type HistoryEvent, type Operation, operationsOf, type OrderSeen } from '../history-event.ts';
import type { Violation } from './violation.ts';

/**
 * Prices are the catalogue's while the copies were being held, and the total is what the buyer
 * expected, if they said so. A price change that was not answered may take effect at any later time.
 */
export function checkPrices({ events }: Evidence): readonly Violation[] {
  const operations = operationsOf(events);
  const changes = operations.filter(({ invoke }) => invoke.function === 'price');
  const placings = operations.filter(({ invoke }) => invoke.function === 'place');
  return placings.flatMap(({ invoke, end }): readonly Violation[] => {
    const order = end?.value.order;
    if (!order) return [];
    const first = placings.find((other) => other.invoke.key === invoke.key)?.invoke ?? invoke;
    return problems(order, invoke, (bookId) =>
      pricesBetween(
        changes.filter(({ invoke: change }) => change.value.bookId === bookId),
        first.index,
        end.index,
      ),
    ).map((what) => ({
      invariant: 'prices',
      what: `order ${order.orderId}: ${what}`,
      events: [invoke.index, end.index],
    }));
  });
}

function problems(
  { total, lines }: OrderSeen,
  { value }: HistoryEvent,
  pricesOf: (bookId: string) => ReadonlySet<number | undefined>,
): readonly string[] {
  const sum = lines.reduce((all, { quantity, unitPrice }) => all + quantity * unitPrice, 0);
  const expected = value.expectedTotal ?? total;
  return [
    ...(sum === total ? [] : [`its lines sum to ${sum}, its total is ${total}`]),
    ...(expected === total ? [] : [`${expected} was expected, ${total} taken`]),
    ...lines
      .filter(({ bookId, unitPrice }) => !pricesOf(bookId).has(unitPrice))
      .map(({ bookId, unitPrice }) => `${unitPrice} was never the price of ${bookId} then`),
  ];
}

/** What a book may have cost at some moment between two events. */
function pricesBetween(changes: readonly Operation[], from: number, to: number): ReadonlySet<number | undefined> {
  const endOf = ({ end }: Operation) => (end?.type === 'ok' ? end.index : Number.POSITIVE_INFINITY);
  const possible = changes.filter((change) => {
    if (change.invoke.index > to || change.end?.type === 'fail') return false;
    // Another one that began after this had ended, and ended before the time in question, took its place.
    return !changes.some((other) => other.invoke.index > endOf(change) && endOf(other) < from);
  });
  return new Set(possible.map(({ invoke }) => invoke.value.price));
}
