import { cancelPaid } from '../domain/order-moves.ts';
import { type Actor, checkTransition } from '../domain/order-status.ts';
import { checkEtag, type Order } from '../domain/order.ts';
import type { PaymentGateway } from '../domain/payment.ts';
import { paymentsUnavailable } from '../domain/refusals.ts';
import { settlePayment, type SettlePorts } from './settle-payment.ts';
import { reread, writeStep } from './write-step.ts';

export interface CancelPorts extends SettlePorts {
  readonly payments: PaymentGateway;
}

export interface Cancellation {
  readonly actor: Actor;
  readonly reason: string | undefined;
  /** Empty to cancel the order whatever it is. */
  readonly etag: string;
  readonly staffUserId: string | undefined;
}

/**
 * Calls off an order that is not shipped. An unpaid one is called off at the payment company
 * first: if it turns out that the money has moved, the order is paid, and is cancelled as such.
 */
export async function cancelOrder(ports: CancelPorts, order: Order, cancellation: Cancellation): Promise<Order> {
  if (order.status === 'CANCELLED') return order;
  const { actor, reason, etag, staffUserId } = cancellation;
  checkEtag(order, etag);
  checkTransition(order, 'CANCELLED', actor);
  if (order.status === 'AWAITING_PAYMENT') {
    const settled = await callOff(ports, order, cancellation);
    return cancelOrder(ports, settled, { ...cancellation, etag: '' });
  }
  const step = cancelPaid(order, actor, reason, ports.deriveId(order.orderId, 'cancel'));
  const saved = await writeStep(ports, { ...step, staffUserId });
  return saved ?? cancelOrder(ports, await reread(ports.orders, order.orderId), cancellation);
}

async function callOff(ports: CancelPorts, order: Order, { actor, reason }: Cancellation): Promise<Order> {
  const payment = await ports.payments.cancel(order);
  const settled = await settlePayment(ports, order, payment, { status: 'CANCELLED', actor, reason });
  if (settled.status === 'AWAITING_PAYMENT') throw paymentsUnavailable();
  return settled;
}
