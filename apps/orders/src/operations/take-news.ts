import type { DueOrders } from '../domain/order-repository.ts';
import type { PaymentNews } from '../domain/payment-news.ts';
import type { PaymentGateway } from '../domain/payment.ts';
import { paymentsUnavailable } from '../domain/refusals.ts';
import { settlePayment, type SettlePorts } from './settle-payment.ts';

export interface NewsPorts extends SettlePorts {
  readonly payments: PaymentGateway;
  readonly due: DueOrders;
}

/**
 * Takes news of a payment or a refund; news of what is not ours, or known already, changes nothing.
 * @throws {DomainError} UNAVAILABLE when the news has to be brought again.
 */
export async function takeNews(ports: NewsPorts, news: PaymentNews): Promise<void> {
  // How far a refund is only grows, from PENDING over DONE to FAILED: old news cannot take it back.
  if (news.kind === 'REFUND') await ports.due.refundAnswered(news.refundId, news.answer);
  else await lookUp(ports, news);
}

/**
 * Old news of a payment could contradict newer, so none is believed: the payment is looked up, and
 * settled as it is now. One that is known to have succeeded can bring no more news.
 */
async function lookUp(ports: NewsPorts, { orderId, paymentIntentId }: PaymentNews & { kind: 'PAYMENT' }) {
  const order = await ports.orders.find(orderId);
  if (order?.paymentIntentId !== paymentIntentId || order.captured.minorUnits > 0n) return;
  const payment = await ports.payments.find(order);
  if (payment.kind === 'UNDECIDED') throw paymentsUnavailable();
  await settlePayment(ports, order, payment);
}
