import type { OrderServiceImplementation } from '@bookstore/contracts/orders/v1/order_service';
import { isUser, type ServiceContext } from '@bookstore/service-kit';
import type { OrderReader } from '../domain/order-reader.ts';
import type { Order } from '../domain/order.ts';
import type { Cancellation } from '../operations/cancel-order.ts';
import type { MoveCommand } from '../operations/move-order.ts';
import { userIdOf, visible } from './callers.ts';
import { orderMessage, statusOf } from './order-mapping.ts';

export interface OrderChangeDeps {
  readonly reader: OrderReader;
  readonly moveOrder: (order: Order, command: MoveCommand) => Promise<Order>;
  readonly cancelOrder: (order: Order, cancellation: Cancellation) => Promise<Order>;
}

type OrderChanges = Pick<OrderServiceImplementation<ServiceContext>, 'updateOrderStatus' | 'cancelOrder'>;

export function orderChanges({ reader, moveOrder, cancelOrder }: OrderChangeDeps): OrderChanges {
  return {
    async updateOrderStatus({ orderId, status, carrier, trackingNumber, etag }, context) {
      const order = visible(await reader.find(orderId), orderId, context);
      const command = { status: statusOf(status), carrier, trackingNumber, etag, staffUserId: userIdOf(context) };
      return { order: orderMessage(await moveOrder(order, command)) };
    },

    async cancelOrder({ orderId, reason, etag }, context) {
      const order = visible(await reader.find(orderId), orderId, context);
      const owner = order.userId !== undefined && isUser(context.principal, order.userId);
      const cancelled = await cancelOrder(order, {
        actor: owner ? 'OWNER' : 'STAFF',
        reason: reason === '' ? undefined : reason,
        etag,
        staffUserId: owner ? undefined : userIdOf(context),
      });
      return { order: orderMessage(cancelled) };
    },
  };
}
