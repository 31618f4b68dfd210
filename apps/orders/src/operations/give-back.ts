import type { DueOrders } from '../domain/order-repository.ts';
import type { OrderStep } from '../domain/order.ts';
import type { PaymentGateway } from '../domain/payment.ts';
import type { RefundNotice } from '../domain/refund.ts';

export interface GiveBackPorts {
  readonly payments: PaymentGateway;
  readonly due: DueOrders;
}

/** Tells the payment company of refunds that stand in the database, under their own ids. */
export async function giveBack(ports: GiveBackPorts, refunds: readonly RefundNotice[]): Promise<void> {
  await Promise.all(refunds.map((refund) => giveBackOne(ports, refund)));
}

async function giveBackOne({ payments, due }: GiveBackPorts, refund: RefundNotice): Promise<void> {
  const answer = await payments.refund(refund);
  if (answer !== 'UNDECIDED') await due.refundAnswered(refund.refundId, answer);
}

/** What the payment company has to be told of a step; undefined if nothing. */
export function refundNoticeOf({ after, refund }: OrderStep): RefundNotice | undefined {
  if (!refund) return undefined;
  const { refundId, amount } = refund;
  return { refundId, amount, orderId: after.orderId, paymentIntentId: after.paymentIntentId };
}
