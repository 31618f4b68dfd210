import type { Evidence, OrderRow, PaymentRow } from './evidence.ts';
import { sumBy, type Violation } from './violation.ts';

const violation = (what: string): Violation => ({ invariant: 'money', what, events: [] });

/** Every charge names an order and never exceeds it; at rest, what was taken and given back is what the orders say. */
export function checkMoney(evidence: Evidence): readonly Violation[] {
  const { orders, payments } = evidence;
  const known = new Map(orders.map((order) => [order.orderId, order]));
  const charges = payments.filter(({ received }) => received > 0);
  return [
    ...charges.flatMap((charge) => checkCharge(charge, known)),
    ...orders.flatMap((order) => checkOrder(order, evidence)),
    ...checkRefunds(evidence),
  ];
}

function checkCharge({ intentId, orderId, received }: PaymentRow, known: ReadonlyMap<string, OrderRow>) {
  const order = known.get(orderId ?? '');
  if (!order)
    return [violation(`${received} were taken by ${intentId} for order ${orderId ?? '?'}, which is not there`)];
  if (order.requestId === null)
    return [violation(`${received} were taken by ${intentId} for order ${order.orderId}, which was never placed`)];
  if (order.paymentIntentId !== intentId)
    return [violation(`${received} were taken by ${intentId} for order ${order.orderId}, which names another payment`)];
  if (received > order.total)
    return [violation(`${received} were taken for order ${order.orderId}, which costs ${order.total}`)];
  return [];
}

const SOLD = new Set(['PAID', 'SHIPPED', 'COMPLETED']);

function checkOrder(order: OrderRow, { payments, companyRefunds }: Evidence): readonly Violation[] {
  const { orderId, status, total, captured, refunded } = order;
  const own = payments.filter((payment) => payment.orderId === orderId);
  const intents = new Set(own.map(({ intentId }) => intentId));
  const taken = own.reduce((sum, { received }) => sum + received, 0);
  const given = companyRefunds
    .filter(({ intentId, failed }) => intents.has(intentId) && !failed)
    .reduce((sum, { amount }) => sum + amount, 0);
  const isRight = taken - given === captured - refunded;
  return [
    ...(isRight
      ? []
      : [violation(`order ${orderId} (${status}) says ${captured} - ${refunded}, the company ${taken} - ${given}`)]),
    // A time-out is no answer: what failed was declined by the company, and was not paid as well.
    ...(status === 'PAYMENT_FAILED' && !own.some(({ declined, received }) => declined && received === 0)
      ? [violation(`order ${orderId} failed, and the company has declined nothing`)]
      : []),
    ...(SOLD.has(status) && captured !== total
      ? [violation(`order ${orderId} is ${status} with ${captured} of ${total} taken`)]
      : []),
    ...(refunded < 0 || refunded > captured || captured > total
      ? [violation(`order ${orderId} costs ${total}, ${captured} were taken and ${refunded} given back`)]
      : []),
  ];
}

/** A refund that is done was made once, to the cent; one that the orders do not know was never made. */
function checkRefunds({ refunds, companyRefunds }: Evidence): readonly Violation[] {
  const made = sumBy(
    companyRefunds.filter(({ failed }) => !failed),
    ({ refundId }) => refundId ?? '?',
    ({ amount }) => amount,
  );
  const known = new Map(refunds.map((refund) => [refund.refundId, refund]));
  const unknown = [...made.keys()].filter((refundId) => !known.has(refundId));
  return [
    ...unknown.map((refundId) => violation(`refund ${refundId} was made, and no order knows it`)),
    ...refunds
      .filter(({ refundId, amount, status }) => (made.get(refundId) ?? 0) !== (status === 'DONE' ? amount : 0))
      .filter(({ status }) => status !== 'PENDING')
      .map(({ refundId, amount, status }) =>
        violation(`refund ${refundId} of ${amount} is ${status}, the company gave back ${made.get(refundId) ?? 0}`),
      ),
  ];
}
