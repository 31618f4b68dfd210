import type { Evidence, OrderRow } from './evidence.ts';
import type { HistoryEvent, OrderSeen } from '../history-event.ts';
import type { Violation } from './violation.ts';

/** What may have become of an order after a client was told where it stands. */
const LATER: Readonly<Record<string, readonly string[]>> = {
  PAID: ['PAID', 'SHIPPED', 'COMPLETED', 'CANCELLED'],
  SHIPPED: ['SHIPPED', 'COMPLETED'],
  COMPLETED: ['COMPLETED'],
  CANCELLED: ['CANCELLED'],
  EXPIRED: ['EXPIRED'],
  PAYMENT_FAILED: ['PAYMENT_FAILED'],
};

/** What a client was told stays so: the order is there, as it was shown, paid or visibly refunded. */
export function checkDurability({ events, orders }: Evidence): readonly Violation[] {
  const rows = new Map(orders.map((order) => [order.orderId, order]));
  return events.flatMap((event): readonly Violation[] => {
    const { order } = event.value;
    if (event.type !== 'ok' || !order) return [];
    const what = wrong(order, rows.get(order.orderId));
    return what === undefined ? [] : [violation(event, order, what)];
  });
}

function violation({ index }: HistoryEvent, { orderId, status }: OrderSeen, what: string): Violation {
  return { invariant: 'durability', what: `order ${orderId} was shown ${status}, and ${what}`, events: [index] };
}

function wrong(seen: OrderSeen, row: OrderRow | undefined): string | undefined {
  if (!row) return 'is gone';
  if (row.total !== seen.total) return `cost ${seen.total}, and costs ${row.total}`;
  if (row.version < seen.version) return `had version ${seen.version}, and has ${row.version}`;
  if (linesOf(row) !== linesOf(seen)) return 'has other lines';
  if (!(LATER[seen.status] ?? [row.status]).includes(row.status)) return `is ${row.status}`;
  if (row.captured < seen.captured) return `${seen.captured} were taken, now ${row.captured}`;
  if (seen.status === 'PAID' && row.status === 'CANCELLED' && row.refunded !== row.captured)
    return `was cancelled with ${row.refunded} of ${row.captured} given back`;
  return undefined;
}

function linesOf({ lines }: Pick<OrderSeen, 'lines'>): string {
  return lines
    .map(({ bookId, quantity, unitPrice }) => `${bookId} ${quantity} ${unitPrice}`)
    .sort()
    .join();
}
