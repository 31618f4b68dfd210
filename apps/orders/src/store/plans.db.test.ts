import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../test/database-for-tests.ts';
import type { OrderFilter } from '../domain/order-reader.ts';
import { Prisma } from './gen/client.ts';
import { listSql } from './list-orders.ts';
import { readSql } from './read-orders.ts';

/** Enough for PostgreSQL to prefer its indexes by itself. */
const ORDERS = 20_000;

const PAGE = 50;

/** As all of them, the hash of a number. */
const BUYER = createHash('md5').update('7').digest('hex');

const FILTERS: Record<string, OrderFilter> = {
  nothing: {},
  buyer: { userId: BUYER },
  'status that most orders have': { status: 'COMPLETED' },
  'status that no order has': { status: 'PAID' },
  time: { placedAfter: new Date(Date.now() - 3_600_000), placedBefore: new Date() },
  all: { userId: BUYER, status: 'PAID', placedAfter: new Date(0), placedBefore: new Date() },
};

const { database, drop } = await openDatabaseForTests();
afterAll(drop);

interface PlanNode {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** How many rows PostgreSQL reads to answer a statement, from tables and indexes. */
async function rowsRead(statement: Prisma.Sql): Promise<number> {
  const [row] = await database.$queryRaw<[{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }]>(
    Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`,
  );
  return readBy(row['QUERY PLAN'][0].Plan);
}

function readBy({ Plans: parts = [], ...node }: PlanNode): number {
  if (parts.length > 0) return parts.reduce((sum, part) => sum + readBy(part), 0);
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
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
    'a page, with %s as its filter, reads itself and little more',
    async (_name, filter) => {
      for (const after of [undefined, { createTime: new Date(Date.now() - 60_000_000), orderId: randomUUID() }]) {
        expect(await rowsRead(listSql({ filter, after, limit: PAGE }))).toBeLessThan(5 * PAGE);
      }
    },
  );

  it('orders that are read together read theirs', async () => {
    const rows = await database.$queryRaw<{ order_id: string }[]>`SELECT order_id FROM orders LIMIT 100`;
    // Each with a line, a change and a refund.
    expect(await rowsRead(readSql(rows.map(({ order_id }) => order_id)))).toBe(4 * 100);
  });

  it('would be told of a table that is read from end to end', async () => {
    expect(await rowsRead(Prisma.sql`SELECT count(*) FROM orders WHERE content_hash = 'x'`)).toBe(ORDERS);
  });
});
