import type { OrderCursor, OrderFilter, OrderReader } from '../domain/order-reader.ts';
import type { Database } from './database.ts';
import type { OrderWhereInput } from './gen/models.ts';
import { orderOf, WITH_LINES } from './order-rows.ts';
import { refundOf, WITH_CURRENCY } from './refund-rows.ts';
import { salesReport } from './sales-report.ts';

export function createOrderReader(database: Database): OrderReader {
  return {
    async find(orderId) {
      const row = await database.order.findUnique({ where: { orderId, ...PLACED }, include: WITH_LINES });
      return row ? orderOf(row) : undefined;
    },

    statusChanges: (orderId) =>
      database.statusChange.findMany({ where: { orderId }, orderBy: { version: 'asc' }, omit: { orderId: true } }),

    async refunds(orderId) {
      const orderBy = [{ createTime: 'asc' as const }, { refundId: 'asc' as const }];
      const rows = await database.refund.findMany({ where: { orderId }, orderBy, include: WITH_CURRENCY });
      return rows.map(refundOf);
    },

    async page(filter, size, after) {
      const rows = await database.order.findMany({
        where: { AND: [PLACED, matching(filter), ...(after ? [olderThan(after)] : [])] },
        orderBy: [{ createTime: 'desc' }, { orderId: 'desc' }],
        take: size + 1,
        include: WITH_LINES,
      });
      const orders = rows.slice(0, size).map(orderOf);
      const last = rows.length > size ? orders.at(-1) : undefined;
      return { orders, next: last && { createTime: last.createTime, orderId: last.orderId } };
    },

    salesReport: (span, top) => salesReport(database, span, top),
  };
}

/** Tombstones are nobody's orders. */
const PLACED = { requestId: { not: null } };

function matching({ userId, status, placedAfter, placedBefore }: OrderFilter): OrderWhereInput {
  return {
    ...(userId !== undefined && { userId }),
    ...(status && { status }),
    createTime: { ...(placedAfter && { gte: placedAfter }), ...(placedBefore && { lt: placedBefore }) },
  };
}

/** The first condition lets PostgreSQL enter the index where the page begins. */
function olderThan({ createTime, orderId }: OrderCursor): OrderWhereInput {
  return { createTime: { lte: createTime }, OR: [{ createTime: { lt: createTime } }, { orderId: { lt: orderId } }] };
}
