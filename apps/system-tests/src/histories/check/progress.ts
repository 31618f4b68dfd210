import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/** After the calm, no order is between states, no hold is open, no refund is owed, and inventory knows everything. */
export function checkProgress({ orders, refunds, reservations }: Evidence): readonly Violation[] {
  return [
    ...orders
      .filter(({ status }) => status === 'AWAITING_PAYMENT')
      .map(({ orderId }) => `order ${orderId} still waits`),
    ...orders
      .filter(({ isStockDue }) => isStockDue)
      .map(({ orderId, stockOutcome }) => `inventory was not told to ${stockOutcome} order ${orderId}`),
    ...refunds.filter(({ status }) => status === 'PENDING').map(({ refundId }) => `refund ${refundId} is still owed`),
    ...reservations.filter(({ state }) => state === 'HELD').map(({ orderId }) => `order ${orderId} still holds copies`),
  ].map((what) => ({ invariant: 'progress', what, events: [] }));
}
