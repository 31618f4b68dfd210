import type { Cursor } from '@bookstore/database';
import type { Order } from '../domain/order.ts';
import type { Database } from './database.ts';
import { findOrders, isOneOf } from './find-orders.ts';
import { orderAt } from './order-rows.ts';

/** A change of an order, as one who watches it is told. */
export interface OrderChange extends Cursor {
  /** As it was with this change. */
  readonly order: Order;
}

/** Orders that one query reads; PostgreSQL takes 65,535 parameters. */
const BATCH = 1_000;

/**
 * All changes of orders beyond what was seen of them, in order. One query, whatever is watched,
 * where nothing has changed. The orders are read before what they were earlier: whatever an order
 * that was read has been stands there for good.
 */
export async function changesBeyond(database: Database, seen: readonly Cursor[]): Promise<readonly OrderChange[]> {
  const changed = await database.$queryRaw<{ order_id: string }[]>`
    SELECT order_id FROM orders JOIN unnest(${idsOf(seen)}::uuid[], ${versionsOf(seen)}::bigint[])
      AS seen (id, seen_version) ON order_id = id AND version > seen_version`;
  const ids = changed.map(({ order_id }) => order_id);
  const changes: OrderChange[] = [];
  while (ids.length > 0) changes.push(...(await changesOf(database, new Set(ids.splice(0, BATCH)), seen)));
  return changes;
}

async function changesOf(
  database: Database,
  ids: ReadonlySet<string>,
  seen: readonly Cursor[],
): Promise<readonly OrderChange[]> {
  const present = await findOrders(database, isOneOf(ids));
  const orders = new Map(present.map((order) => [order.orderId, order]));
  const earlier = await earlierOrders(
    database,
    seen.filter(({ id }) => ids.has(id)),
    orders,
  );
  return [...earlier, ...present].map((order) => ({ id: order.orderId, version: order.version, order }));
}

async function earlierOrders(
  database: Database,
  seen: readonly Cursor[],
  orders: ReadonlyMap<string, Order>,
): Promise<readonly Order[]> {
  const rows = await database.orderVersion.findMany({
    where: { OR: seen.map(({ id, version }) => ({ orderId: id, version: { gt: version } })) },
    orderBy: [{ orderId: 'asc' }, { version: 'asc' }],
  });
  return rows.flatMap((row) => {
    const present = orders.get(row.orderId);
    return present && row.version < present.version ? [orderAt(present, row)] : [];
  });
}

const idsOf = (seen: readonly Cursor[]) => seen.map(({ id }) => id);
const versionsOf = (seen: readonly Cursor[]) => seen.map(({ version }) => version);
