import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../test/database-for-tests.ts';
import type { Order } from '../domain/order.ts';
import type { Database } from './database.ts';
import { createOrderWatches } from './order-watches.ts';

const ORDERS = 100;
const WATCHERS = 1_000;

const { database, url, drop } = await openDatabaseForTests();
let queries = 0;
const leaving = new AbortController();

const watches = createOrderWatches({
  database: counted(database),
  url,
  everyMs: 3_600_000,
  onError: (error) => expect.fail(String(error)),
});
afterAll(async () => {
  leaving.abort();
  await watches.stop();
  await drop();
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
    orderVersion: { findMany: count(database.orderVersion.findMany.bind(database.orderVersion)) },
  } as unknown as Database;
}

async function newOrders(): Promise<readonly string[]> {
  const ids = Array.from({ length: ORDERS }, () => randomUUID());
  await database.$executeRaw`
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
  await database.$executeRaw`UPDATE orders SET version = version + 1`;
  watches.changed(undefined);
  await expect.poll(() => seen.length).toBe(WATCHERS);

  expect(queries).toBe(2 + 3);
});
