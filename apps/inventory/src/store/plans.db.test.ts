import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createPool } from '@bookstore/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING, openStoreForTests } from '../../test/store-for-tests.ts';
import type { BookFilter, BookOrder } from '../domain/book-finder.ts';
import { openDatabase } from './database.ts';
import { Prisma } from './gen/client.ts';
import { listSql } from './list-books.ts';
import { lowStockSql } from './list-low-stock.ts';
import { byWords, searchSql } from './search-sql.ts';

/** Enough for PostgreSQL to prefer its indexes by itself. */
const BOOKS = 20_000;

/** Orders that `orderAndSell` is asked for in all. */
const SOLD = 8 * (1 + 10 + 100);

const ORDERS: BookOrder[] = [
  'TITLE',
  'PRICE_ASCENDING',
  'PRICE_DESCENDING',
  'PUBLISHED_DESCENDING',
  'ADDED_DESCENDING',
];

const FILTERS: Record<string, Partial<BookFilter>> = {
  nothing: {},
  author: { author: 'author 7' },
  'author, subject and stock': { author: 'author 7', subject: 'subject 7', inStock: true },
  'language that most books have': { language: 'en' },
  'language that few books have': { language: 'is' },
  price: { minPrice: { currencyCode: 'USD', minorUnits: 100n }, maxPrice: { currencyCode: 'USD', minorUnits: 200n } },
};

const store = await openStoreForTests();
const limits = { maxConnections: 1, acquireTimeoutMs: 5_000, statementTimeoutMs: 20_000 };
const database = openDatabase(createPool({ ...limits, url: store.url, applicationName: 'plans' }), limits);
afterAll(async () => {
  await database.$disconnect();
  await store.drop();
});

describe('on a grown table', () => {
  beforeAll(async () => {
    await store.query(`
      INSERT INTO books (id, title, authors, publisher, published_year, language, subjects, description,
        price_minor_units, currency_code, created_at)
      SELECT gen_random_uuid(), 'Book ' || md5(n::text), ARRAY['Author ' || n % 997], '', 1000 + n % 1000,
        CASE n % 1000 WHEN 0 THEN 'is' ELSE 'en' END, ARRAY['Subject ' || n % 101], '', n % 5000, 'USD',
        now() - n * interval '1 minute'
      FROM generate_series(1, ${BOOKS}) AS n`);
    await store.query('INSERT INTO stock_levels (book_id, on_hand, reserved, version) SELECT id, 100, 0, 1 FROM books');
    await store.query(`
      INSERT INTO reservations (order_id, state, due_at, order_version)
      SELECT id, 'COMMITTED', now(), 1 FROM books`);
    await store.query(`
      INSERT INTO reservation_lines (order_id, book_id, quantity, unit_price_minor_units, currency_code, title)
      SELECT id, id, 1, 1, 'USD', title FROM books`);
    await store.query('VACUUM ANALYZE');
  });

  /** Often enough for PostgreSQL to settle on a plan. */
  async function orderAndSell(bookIds: readonly string[]): Promise<void> {
    for (let turn = 0; turn < 8; turn += 1) {
      const orders = bookIds.map((bookId) => ({ orderId: randomUUID(), lines: [{ bookId, quantity: 1n }] }));
      const limits = { holdSeconds: 60, expectedTotal: undefined, maxTotalMinorUnits: 99_999_999n };
      await store.reservations.reserve(orders.map((order) => ({ ...order, ...limits })));
      await store.reservations.settle(
        'COMMITTED',
        orders.map(({ orderId }) => ({ orderId, orderVersion: 1n })),
      );
    }
  }

  /** What PostgreSQL counts, it counts a second later. */
  async function sold(): Promise<number> {
    const [row] = await store.query<{ n_tup_ins: string }>(
      "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'stock_movements'",
    );
    return Number(row?.n_tup_ins);
  }

  /** How often each table was read from end to end, once PostgreSQL has counted what was done before. */
  async function scansAtRest(): Promise<readonly object[]> {
    const scans = () =>
      store.query('SELECT relname AS table, seq_scan AS scans FROM pg_stat_user_tables ORDER BY relname');
    for (let seen = await scans(); ; seen = await scans()) {
      await sleep(1_500);
      // A connection tells what it has done when it does something else a second later.
      await store.books.findByIds([]);
      if (isDeepStrictEqual(await scans(), seen)) return seen;
    }
  }

  /** The tables that PostgreSQL means to read from end to end. */
  async function scannedWhole(statement: Prisma.Sql): Promise<string[]> {
    const rows = await database.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${statement}`);
    return rows.flatMap((row) => /Seq Scan on (\w+)/.exec(row['QUERY PLAN'])?.[1] ?? []);
  }

  it.each(ORDERS)('no page by %s, whatever its filter, reads a table from end to end', async (order) => {
    const { end } = await store.finder.list({ filter: EVERYTHING, order, after: undefined, limit: BOOKS / 2 });
    expect(end).toBeDefined();
    for (const [name, filter] of Object.entries(FILTERS)) {
      for (const after of [undefined, end]) {
        const statement = listSql({ filter: { ...EVERYTHING, ...filter }, order, after, limit: 50 });
        expect([name, await scannedWhole(statement)]).toEqual([name, []]);
      }
    }
  });

  it('a page of low stock reads no table but that of the stock', async () => {
    for (const after of [undefined, ['1', randomUUID()]]) {
      expect(await scannedWhole(lowStockSql({ atMost: 100n, after, limit: 50 }))).toEqual(['stock_levels']);
    }
  });

  it('no search for words reads a table from end to end', async () => {
    const query = { query: '', after: undefined, corrected: undefined, limit: 20, withFacets: false };
    const filter = { ...EVERYTHING, subject: 'subject 7', inStock: true };
    const understood = byWords([['author'], ['7']], 'author 7');
    expect(await scannedWhole(searchSql({ ...query, filter: EVERYTHING }, understood))).toEqual([]);
    expect(await scannedWhole(searchSql({ ...query, filter }, understood))).toEqual([]);
  });

  it('no order reads a table from end to end, however many share a call', { timeout: 60_000 }, async () => {
    const books = await store.query<{ id: string }>('SELECT id FROM books LIMIT 200');
    const before = await scansAtRest();
    for (const shared of [1, 10, 100]) await orderAndSell(books.map(({ id }) => id).slice(0, shared));
    await expect.poll(sold, { timeout: 10_000 }).toBe(SOLD);
    expect(await scansAtRest()).toEqual(before);
  });

  it('would be told of a table that is read from end to end', async () => {
    expect(await scannedWhole(Prisma.sql`SELECT count(*) FROM books WHERE description = 'x'`)).toEqual(['books']);
  });
});
