import { randomUUID } from 'node:crypto';
import { wholeScans } from '@bookstore/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../test/database-for-tests.ts';
import type { OrderFilter } from '../domain/order-reader.ts';
import { Prisma } from './gen/client.ts';
import { listSql } from './list-orders.ts';
import { readSql } from './read-orders.ts';

/** Enough for PostgreSQL to prefer its indexes by itself. */
const ORDERS = 20_000;

const FILTERS: Record<string, OrderFilter> = {
  nothing: {},
  buyer: { userId: randomUUID() },
  'status that most orders have': { status: 'COMPLETED' },
  'status that no order has': { status: 'PAID' },
  time: { placedAfter: new Date(Date.now() - 3_600_000), placedBefore: new Date() },
  all: { userId: randomUUID(), status: 'PAID', placedAfter: new Date(0), placedBefore: new Date() },
};

const { database, drop } = await openDatabaseForTests();
afterAll(drop);

async function scannedWhole(statement: Prisma.Sql): Promise<string[]> {
  return wholeScans(await database.$queryRaw(Prisma.sql`EXPLAIN ${statement}`));
}

describe('on a grown table', () => {
  beforeAll(async () => {
    await database.$executeRaw`
      INSERT INTO orders (order_id, user_id, request_id, content_hash, status, currency_code, total_minor_units,
        captured_minor_units, carrier, stock_outcome, create_time)
      SELECT gen_random_uuid(), md5((n % 97)::text)::uuid, gen_random_uuid(), '', 'COMPLETED', 'USD', 1, 1, 'Post',
        'COMMIT', now() - n * interval '1 minute'
      FROM generate_series(1, ${ORDERS}::int) AS n`;
    await database.$executeRaw`
      INSERT INTO order_lines (order_id, position, book_id, title, isbn, quantity, unit_price_minor_units)
      SELECT order_id, 0, gen_random_uuid(), 'Book', '', 1, 1 FROM orders`;
    await database.$executeRaw`
      INSERT INTO order_status_changes (order_id, version, status, actor, create_time)
      SELECT order_id, 1, status, 'OWNER', create_time FROM orders`;
    await database.$executeRaw`
      INSERT INTO refunds (refund_id, order_id, amount_minor_units, status, reason, create_time)
      SELECT gen_random_uuid(), order_id, 1, 'DONE', '', create_time FROM orders`;
    await database.$executeRaw`ANALYZE`;
  });

  it.each(Object.entries(FILTERS))(
    'no page, with %s as its filter, reads a table from end to end',
    async (_name, filter) => {
      for (const after of [undefined, { createTime: new Date(Date.now() - 60_000_000), orderId: randomUUID() }]) {
        expect(await scannedWhole(listSql({ filter, after, limit: 50 }))).toEqual([]);
      }
    },
  );

  it('no order, and none of many that are read together, reads a table from end to end', async () => {
    for (const together of [1, 100]) {
      expect(await scannedWhole(readSql(Array.from({ length: together }, () => randomUUID())))).toEqual([]);
    }
  });

  it('would be told of a table that is read from end to end', async () => {
    expect(await scannedWhole(Prisma.sql`SELECT count(*) FROM orders WHERE content_hash = 'x'`)).toEqual(['orders']);
  });
});
