import type { OrderCursor, OrderFilter, OrderPage } from '../domain/order-reader.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';
import { ORDER_COLUMNS, orderOf, type OrderRow } from './order-rows.ts';

export interface OrderListQuery {
  readonly filter: OrderFilter;
  readonly after: OrderCursor | undefined;
  readonly limit: number;
}

/** One page of orders, newest first. */
export async function listOrders(database: Database, query: OrderListQuery): Promise<OrderPage> {
  const rows = await database.$queryRaw<OrderRow[]>(listSql(query));
  const orders = rows.slice(0, query.limit).map(orderOf);
  const last = rows.length > query.limit ? orders.at(-1) : undefined;
  return { orders, next: last && { createTime: last.createTime, orderId: last.orderId } };
}

/** One row more than asked for tells whether there is a next page. */
export function listSql({ filter, after, limit }: OrderListQuery): Prisma.Sql {
  return Prisma.sql`
    SELECT ${ORDER_COLUMNS}
    FROM (
      SELECT * FROM orders WHERE ${Prisma.join(conditions(filter, after), ' AND ')}
      ORDER BY create_time DESC, order_id DESC LIMIT ${limit + 1}
    ) AS o
    ORDER BY o.create_time DESC, o.order_id DESC`;
}

function conditions({ userId, status, placedAfter, placedBefore }: OrderFilter, after: OrderCursor | undefined) {
  return [
    // Tombstones are nobody's orders.
    Prisma.sql`request_id IS NOT NULL`,
    ...(userId === undefined ? [] : [Prisma.sql`user_id = ${userId}::uuid`]),
    ...(status ? [Prisma.sql`status = ${status}::order_status`] : []),
    ...(placedAfter ? [Prisma.sql`create_time >= ${placedAfter}::timestamptz`] : []),
    ...(placedBefore ? [Prisma.sql`create_time < ${placedBefore}::timestamptz`] : []),
    ...(after
      ? [Prisma.sql`(create_time, order_id) < (${after.createTime}::timestamptz, ${after.orderId}::uuid)`]
      : []),
  ];
}
