import type { Order } from '../domain/order.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';
import { ORDER_COLUMNS, orderOf, type OrderRow } from './order-rows.ts';

/** The orders, and tombstones, that a condition on `orders AS o` finds, in any order. */
export async function findOrders(database: Database, condition: Prisma.Sql): Promise<readonly Order[]> {
  const rows = await database.$queryRaw<OrderRow[]>`SELECT ${ORDER_COLUMNS} FROM orders AS o WHERE ${condition}`;
  return rows.map(orderOf);
}

/** The condition that an order is one of these. */
export function isOneOf(orderIds: Iterable<string>): Prisma.Sql {
  return Prisma.sql`o.order_id = ANY (${[...orderIds]}::uuid[])`;
}
