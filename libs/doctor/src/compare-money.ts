import { type Finding, finding } from './finding.ts';
import type { Payment } from './ledger.ts';
import type { OrderRow } from './orders.ts';

/** What does not fit between an order and the payments that name it. */
export function compareMoney(order: OrderRow, payments: readonly Payment[]): readonly Finding[] {
  if (order.tombstone) return chargesWithoutOrder(order.key, payments);
  return [...chargedTwice(order, payments), ...compareCapture(order, payments), ...compareRefunds(order, payments)];
}

/** Money that was taken for an order which is not there. */
export function chargesWithoutOrder(orderId: string, payments: readonly Payment[]): readonly Finding[] {
  const named = orderId === '' ? {} : { order: orderId };
  return payments
    .filter(({ received }) => received > 0n)
    .map(({ paymentIntentId, received, currency }) =>
      finding(
        'CHARGE_WITHOUT_ORDER',
        { payment: paymentIntentId, ...named },
        'an order',
        `${received} ${currency} taken`,
      ),
    );
}

function chargedTwice({ key }: OrderRow, payments: readonly Payment[]): readonly Finding[] {
  const charged = payments.filter(({ received }) => received > 0n);
  if (charged.length < 2) return [];
  const found = `payments ${charged.map(({ paymentIntentId }) => paymentIntentId).join(', ')}`;
  return [finding('CHARGED_TWICE', { order: key }, 'one charge', found)];
}

function compareCapture(order: OrderRow, payments: readonly Payment[]): readonly Finding[] {
  const { key, captured, currency, paymentIntentId } = order;
  if (mayBeInFlight(order)) return [];
  const ids = { order: key, ...(paymentIntentId !== null && { payment: paymentIntentId }) };
  const matters = captured !== '0' || order.status === 'AWAITING_PAYMENT';
  if (matters && !payments.some((payment) => payment.paymentIntentId === paymentIntentId)) {
    return [finding('PAYMENT_UNKNOWN', ids, `the payment of the order, of ${captured} ${currency}`, 'no such payment')];
  }
  const received = sum(payments.map((payment) => payment.received));
  const others = payments.filter((payment) => payment.received > 0n && payment.currency !== currency);
  return [
    ...others.map((payment) => finding('CURRENCY_DIFFERS', ids, currency, payment.currency)),
    ...(received === BigInt(captured)
      ? []
      : [finding('CAPTURE_DIFFERS', ids, `${captured} ${currency} captured, as the order says`, `${received} taken`)]),
  ];
}

/** What is PENDING may have been told already. */
function compareRefunds(order: OrderRow, payments: readonly Payment[]): readonly Finding[] {
  if (mayBeInFlight(order)) return [];
  const refunded = sum(payments.map((payment) => payment.refunded));
  const [done, pending] = [BigInt(order.refundsDone), BigInt(order.refundsPending)];
  if (refunded >= done && refunded <= done + pending) return [];
  const expected = `${done} ${order.currency} given back, as the order says`;
  return [finding('REFUND_DIFFERS', { order: order.key }, expected, `${refunded} given back`)];
}

/** An open payment is looked up at its time; until then the payment company may know more. */
function mayBeInFlight({ status, settled, overdue }: OrderRow): boolean {
  return status === 'AWAITING_PAYMENT' ? !overdue : !settled;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
