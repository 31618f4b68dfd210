import type { DueOrders, DuePayment } from '../domain/order-repository.ts';
import type { PaymentGateway } from '../domain/payment.ts';
import { CALLED_OFF, NOT_PAID_IN_TIME } from '../domain/settlement.ts';
import { settlePayment, type SettlePorts } from './settle-payment.ts';

export interface CheckPaymentsPorts extends SettlePorts {
  readonly payments: PaymentGateway;
  readonly due: DueOrders;
  readonly report: (fault: unknown, orderId: string) => void;
}

/** How many payments are looked up at the same time. */
const BATCH = 20;

/** Together with the pause between two sweeps it bounds the calls per second; what is left is due at the next one. */
const MAX_BATCHES = 5;

/**
 * Finds out what became of payments that nobody brings news of. It looks them up, it never takes
 * money; what was not paid in time it calls off at the payment company first, and only then here.
 */
export async function checkPayments(ports: CheckPaymentsPorts): Promise<void> {
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const payments = await ports.due.claimPaymentChecks(BATCH);
    await Promise.all(
      payments.map((payment) =>
        checkPayment(ports, payment).catch((fault: unknown) => ports.report(fault, payment.order.orderId)),
      ),
    );
    if (payments.length < BATCH) return;
  }
}

async function checkPayment(ports: CheckPaymentsPorts, { order, overdue }: DuePayment): Promise<void> {
  const payment = overdue ? await ports.payments.cancel(order) : await ports.payments.find(order);
  await settlePayment(ports, order, payment, overdue ? NOT_PAID_IN_TIME : CALLED_OFF);
}
