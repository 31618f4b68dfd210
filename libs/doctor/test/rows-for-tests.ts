import type { Payment } from '../src/ledger.ts';
import type { OrderRow } from '../src/orders.ts';
import type { ReservationRow } from '../src/reservations.ts';

/** A paid order, long settled. */
export function anOrder(changes: Partial<OrderRow> = {}): OrderRow {
  return {
    key: 'order',
    tombstone: false,
    status: 'PAID',
    stockOutcome: 'COMMIT',
    told: true,
    settled: true,
    overdue: false,
    currency: 'USD',
    captured: '1000',
    paymentIntentId: 'pi_1',
    lines: 'a x1',
    refundsDone: '0',
    refundsPending: '0',
    ...changes,
  };
}

/** Its copies, sold. */
export function someCopies(changes: Partial<ReservationRow> = {}): ReservationRow {
  return { key: 'order', state: 'COMMITTED', overdue: false, allReturned: false, lines: 'a x1', ...changes };
}

/** Its payment. */
export function aPayment(changes: Partial<Payment> = {}): Payment {
  return { paymentIntentId: 'pi_1', currency: 'USD', received: 1000n, refunded: 0n, ...changes };
}
