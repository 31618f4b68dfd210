import type { DeriveId } from '../domain/derived-id.ts';
import type { Order } from '../domain/order.ts';
import type { Payment } from '../domain/payment.ts';
import { CALLED_OFF, type Closing, settlement } from '../domain/settlement.ts';
import { reread, type WritePorts, writeStep } from './write-step.ts';

export interface SettlePorts extends WritePorts {
  readonly deriveId: DeriveId;
}

/**
 * Writes what a payment means for its order, whoever brings the news. Somebody else may move the
 * order in the meantime: then it is decided again, on what the order is now.
 */
export async function settlePayment(
  ports: SettlePorts,
  order: Order,
  payment: Payment,
  closing: Closing = CALLED_OFF,
): Promise<Order> {
  const refundId = () => ports.deriveId(order.orderId, 'late payment');
  for (let current = order; ; current = await reread(ports.orders, order.orderId)) {
    const step = settlement(current, payment, { closing, refundId });
    if (!step) return current;
    const saved = await writeStep(ports, step);
    if (saved) return saved;
  }
}
