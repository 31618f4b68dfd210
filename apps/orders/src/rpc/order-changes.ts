import type { OrderServiceImplementation } from '@bookstore/contracts/orders/v1/order_service';
import { isUser, type ServiceContext } from '@bookstore/service-kit';
import type { DeriveId } from '../domain/derived-id.ts';
import type { OrderReader } from '../domain/order-reader.ts';
import type { Order } from '../domain/order.ts';
import type { Cancellation } from '../operations/cancel-order.ts';
import type { MoveCommand } from '../operations/move-order.ts';
import type { RefundCommand, Refunded } from '../operations/refund-order.ts';
import { userIdOf, visible } from './callers.ts';
import { orderMessage, refundMessage, statusOf } from './order-mapping.ts';
import { refundCommand } from './refund-request.ts';

export interface OrderChangeDeps {
  readonly deriveId: DeriveId;
  readonly reader: OrderReader;
  readonly moveOrder: (order: Order, command: MoveCommand) => Promise<Order>;
  readonly cancelOrder: (order: Order, cancellation: Cancellation) => Promise<Order>;
  readonly refundOrder: (order: Order, command: RefundCommand) => Promise<Refunded>;
}

type OrderChanges = Pick<
  OrderServiceImplementation<ServiceContext>,
  'updateOrderStatus' | 'cancelOrder' | 'refundOrder'
>;

export function orderChanges({ deriveId, reader, moveOrder, cancelOrder, refundOrder }: OrderChangeDeps): OrderChanges {
  return {
    async updateOrderStatus({ orderId, status, carrier, trackingNumber, etag }, context) {
      const { order } = visible(await reader.find(orderId), orderId, context);
      const command = { status: statusOf(status), carrier, trackingNumber, etag, staffUserId: userIdOf(context) };
      return { order: orderMessage(await moveOrder(order, command)) };
    },

    async cancelOrder({ orderId, reason, etag }, context) {
      const { order } = visible(await reader.find(orderId), orderId, context);
      const owner = order.userId !== undefined && isUser(context.principal, order.userId);
      const cancelled = await cancelOrder(order, {
        actor: owner ? 'OWNER' : 'STAFF',
        reason: reason === '' ? undefined : reason,
        etag,
        staffUserId: owner ? undefined : userIdOf(context),
      });
      return { order: orderMessage(cancelled) };
    },

    async refundOrder(request, context) {
      const { order } = visible(await reader.find(request.orderId), request.orderId, context);
      const refunded = await refundOrder(order, refundCommand(request, userIdOf(context), deriveId));
      return { refund: refundMessage(refunded.refund), order: orderMessage(refunded.order) };
    },
  };
}
