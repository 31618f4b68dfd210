import type { DueOrders, OrderRepository } from '../domain/order-repository.ts';

/** Told after the commit which orders have changed; undefined for "any". Must not throw. */
export type OrdersChanged = (orderIds: readonly string[] | undefined) => void;

/** The same orders, whose every change is told to those who watch. A new order nobody can watch yet. */
export function announcedOrders(orders: OrderRepository, changed: OrdersChanged): OrderRepository {
  return {
    ...orders,
    async apply(step) {
      const written = await orders.apply(step);
      if (written) changed([written.orderId]);
      return written;
    },
  };
}

/** A refund that the payment company refuses changes its order, too; seldom, so its id is not asked for. */
export function announcedDueOrders(due: DueOrders, changed: OrdersChanged): DueOrders {
  return {
    ...due,
    async refundAnswered(refundId, status) {
      await due.refundAnswered(refundId, status);
      if (status === 'FAILED') changed(undefined);
    },
  };
}
