import type { OrderServiceImplementation } from '@bookstore/contracts/orders/v1/order_service';
import { clampPageSize, isStaff, isUser, type PageTokens, type ServiceContext } from '@bookstore/service-kit';
import type { OrderCursor, OrderFilter, OrderPage, OrderReader } from '../domain/order-reader.ts';
import { invalidField, userNotFound } from '../domain/refusals.ts';
import { userIdOf, visible } from './callers.ts';
import { orderMessage, refundMessage, statusChangeMessage, statusOf } from './order-mapping.ts';

export interface OrderReadingDeps {
  readonly reader: OrderReader;
  readonly pageTokens: PageTokens;
}

type OrderReadings = Pick<
  OrderServiceImplementation<ServiceContext>,
  'getOrder' | 'getOrderStatus' | 'getOrderHistory' | 'listOrders' | 'getSalesReport'
>;

const DAY_MS = 86_400_000;
const MAX_REPORT_MS = 366 * DAY_MS;

export function orderReadings({ reader, pageTokens }: OrderReadingDeps): OrderReadings {
  return {
    async getOrder({ orderId }, context) {
      const { order, refunds } = visible(await reader.find(orderId), orderId, context);
      return { order: orderMessage(order), refunds: refunds.map(refundMessage) };
    },

    async getOrderStatus({ orderId }, context) {
      const { order, changes } = visible(await reader.find(orderId), orderId, context);
      const { status, shipment, version } = orderMessage(order);
      return { orderId: order.orderId, status, changes: changes.map(statusChangeMessage), shipment, version };
    },

    async getOrderHistory(request, context) {
      const userId = request.userId === '' ? userIdOf(context) : request.userId.toLowerCase();
      if (!isUser(context.principal, userId) && !isStaff(context.principal)) throw userNotFound(userId);
      return page(request, ['history', userId], { userId }, { default: 20, max: 100 });
    },

    async listOrders(request) {
      const { userId, status, placedAfter, placedBefore } = request;
      const filter = {
        userId: userId === '' ? undefined : userId.toLowerCase(),
        status: status === undefined ? undefined : statusOf(status),
        ...{ placedAfter, placedBefore },
      };
      return page(request, ['orders', filter], filter, { default: 50, max: 200 });
    },

    async getSalesReport({ startTime: start, endTime: end, top }) {
      if (!start || !end) throw invalidField('start_time', 'must be set');
      if (end <= start) throw invalidField('end_time', 'must be after start_time');
      if (end.getTime() - start.getTime() > MAX_REPORT_MS) {
        throw invalidField('end_time', 'must be at most 366 days after start_time');
      }
      const { days, titles } = await reader.salesReport({ start, end }, clampPageSize(top, { default: 10, max: 100 }));
      return { days: [...days], titles: [...titles] };
    },
  };

  async function page(
    request: { readonly pageSize: number; readonly pageToken: string },
    list: unknown,
    filter: OrderFilter,
    sizes: { readonly default: number; readonly max: number },
  ) {
    const after = cursorOf(pageTokens.read(list, request.pageToken));
    const found = await reader.page(filter, clampPageSize(request.pageSize, sizes), after);
    return { orders: found.orders.map(orderMessage), nextPageToken: tokenOf(list, found) };
  }

  function tokenOf(list: unknown, { next }: OrderPage): string {
    return next ? pageTokens.make(list, [next.createTime.getTime(), next.orderId]) : '';
  }
}

/** What stands in a token of ours; its signature says that it is one. */
function cursorOf(cursor: unknown): OrderCursor | undefined {
  if (cursor === undefined) return undefined;
  const [createTime, orderId] = cursor as [number, string];
  return { createTime: new Date(createTime), orderId };
}
