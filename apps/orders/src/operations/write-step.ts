import type { OrderRepository } from '../domain/order-repository.ts';
import type { Order, OrderStep } from '../domain/order.ts';

export interface WritePorts {
  readonly orders: OrderRepository;
  /** Told of each step once it is committed, to pass on what others have to know of it; must not throw. */
  readonly announce: (step: OrderStep) => void;
}

/** Writes a step and passes it on; undefined if the order is no longer as it was before the step. */
export async function writeStep({ orders, announce }: WritePorts, step: OrderStep): Promise<Order | undefined> {
  const saved = await orders.apply(step);
  if (saved) announce({ ...step, after: saved });
  return saved;
}

/** The order as it is now; orders are never deleted. */
export async function reread(orders: OrderRepository, orderId: string): Promise<Order> {
  const order = await orders.find(orderId);
  if (!order) throw new Error(`order ${orderId} is gone`);
  return order;
}
