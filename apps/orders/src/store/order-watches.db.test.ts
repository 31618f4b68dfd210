import { randomUUID } from 'node:crypto';
import { cloneDatabase, type ClonedDatabase } from '@bookstore/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Order } from '../domain/order.ts';
import { type Database, type OpenDatabase, openDatabase } from './database.ts';
import { createOrderWatches, type OrderWatches } from './order-watches.ts';

const ORDERS = 100;
const WATCHERS = 1_000;

let cloned: ClonedDatabase;
let opened: OpenDatabase;
let watches: OrderWatches;
let queries = 0;
const leaving = new AbortController();

beforeAll(async () => {
  cloned = await cloneDatabase();
  const pool = { applicationName: 'store', maxConnections: 5, acquireTimeoutMs: 5_000, statementTimeoutMs: 5_000 };
  opened = openDatabase({ ...pool, url: cloned.url });
  watches = createOrderWatches({
    database: counted(opened.database),
    url: cloned.url,
    everyMs: 3_600_000,
    onError: (error) => expect.fail(String(error)),
  });
});
afterAll(async () => {
  leaving.abort();
  await watches.stop();
  await opened.close();
  await cloned.drop();
});

/** The same database; each call of it counts. */
function counted(database: Database): Database {
  const count = <Call extends (...given: never[]) => unknown>(call: Call) =>
    ((...given) => {
      queries += 1;
      return call(...given);
    }) as Call;
  return {
    $queryRaw: count(database.$queryRaw.bind(database)),
    order: { findMany: count(database.order.findMany.bind(database.order)) },
    orderVersion: { findMany: count(database.orderVersion.findMany.bind(database.orderVersion)) },
  } as unknown as Database;
}

async function newOrders(): Promise<readonly string[]> {
  const ids = Array.from({ length: ORDERS }, () => randomUUID());
  await opened.database.$executeRaw`
    INSERT INTO orders (order_id, user_id, request_id, status, currency_code, total_minor_units, stock_outcome)
    SELECT id, id, id, 'EXPIRED', 'EUR', 100, 'RELEASE' FROM unnest(${ids}::uuid[]) AS new (id)`;
  return ids;
}

it('costs a look of one query where nothing changed and of three where something did, for all watchers', async () => {
  const ids = await newOrders();
  const seen: Order[] = [];
  const ended = Array.from({ length: WATCHERS }, async (_, index) => {
    for await (const order of watches.watch(ids[index % ORDERS]!, 1n, leaving.signal)) seen.push(order);
  });
  for (const end of ended) end.catch(() => undefined);
  await expect.poll(() => queries).toBe(1);
  watches.changed(undefined);
  await expect.poll(() => queries).toBe(2);
  await opened.database.$executeRaw`UPDATE orders SET version = version + 1`;
  watches.changed(undefined);
  await expect.poll(() => seen.length).toBe(WATCHERS);

  expect(queries).toBe(2 + 3);
});
