// PostgreSQL under stress: every connection held by a lock, and transactions that it gives up. Calls
// fail in time and work again at once; what was given up is run again whole, and nobody hears of it.
import { type Book, type Bookstore, BookstoreError, type Order } from '@bookstore/client';
import type { Mesh } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';

const CALLS = 30;
const WAVES = 3;
const BUDGET_MS = 1_000;
/** Far from the budget for a busy machine, and as far from waiting for ever. */
const IN_TIME_MS = 10_000;
const FEW = {
  DATABASE_MAX_CONNECTIONS: '3',
  DATABASE_ACQUIRE_TIMEOUT_MS: '60000',
  DATABASE_STATEMENT_TIMEOUT_MS: '60000',
};

let mesh: Mesh;
let clerk: Bookstore;
let shopper: Bookstore;
let book: Book;
beforeAll(async () => {
  mesh = await startMesh('conflicts', { settings: { inventory: FEW } });
  clerk = await newClerk(mesh.door, STAFF);
  shopper = await newShopper(mesh.door);
  book = await stockBook(clerk, 'Conflicts', 100_000);
});
afterAll(() => mesh.stop());

/** Does something with the database of inventory, as inventory. */
const withInventory = <T>(work: (client: pg.Client) => Promise<T>) =>
  withConnection(mesh.databaseUrl('inventory'), work);

/** How many statements of inventory wait for a lock. */
function countWaiting(): Promise<number> {
  return withInventory(async (client) => {
    const { rowCount } = await client.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'inventory' AND wait_event_type = 'Lock'`,
    );
    return rowCount ?? 0;
  });
}

async function timed(work: Promise<unknown>) {
  const startedAt = performance.now();
  const outcome = await work.then(
    () => 'done',
    (error: unknown) => (error instanceof BookstoreError ? error.code : String(error)),
  );
  return { outcome, ms: performance.now() - startedAt };
}

describe('a pool whose connections are all held', () => {
  it('keeps nobody beyond their time, and serves again at once', async () => {
    await withInventory(async (holder) => {
      await holder.query('BEGIN; LOCK TABLE books, stock_levels IN ACCESS EXCLUSIVE MODE');
      const calls = Array.from({ length: CALLS }, () => timed(clerk.books.get(book.bookId, { timeoutMs: BUDGET_MS })));
      const outcomes = await Promise.all(calls);
      expect(new Set(outcomes.map(({ outcome }) => outcome))).not.toContain('done');
      for (const { outcome } of outcomes) expect(['UNAVAILABLE', 'DEADLINE_EXCEEDED']).toContain(outcome);
      const slowest = Math.max(...outcomes.map(({ ms }) => ms));
      process.stdout.write(
        `${CALLS} calls of ${BUDGET_MS} ms on 3 held connections: slowest ${slowest.toFixed(0)} ms\n`,
      );
      expect(slowest).toBeLessThan(IN_TIME_MS);
      await holder.query('ROLLBACK');
    });
    const after = await timed(clerk.books.get(book.bookId));
    expect(after).toMatchObject({ outcome: 'done' });
    expect(after.ms).toBeLessThan(IN_TIME_MS);
  });

  it('leaves no statement waiting that nobody waits for', async () => {
    await withInventory(async (holder) => {
      await holder.query('BEGIN; LOCK TABLE books IN ACCESS EXCLUSIVE MODE');
      const asked = timed(clerk.books.get(book.bookId, { timeoutMs: 4 * BUDGET_MS }));
      await expect.poll(countWaiting, { timeout: 20_000, interval: 50 }).toBeGreaterThan(0);
      expect((await asked).outcome).not.toBe('done');
      await expect.poll(countWaiting, { timeout: 20_000 }).toBe(0);
      await holder.query('ROLLBACK');
    });
  });
});

describe('transactions that PostgreSQL gives up', () => {
  /** Lets every so-manieth change of stock fail as if it had met another transaction. */
  async function conflicting<T>(everySoMany: number, code: '40001' | '40P01', work: () => Promise<T>) {
    const setUp = `
      CREATE SEQUENCE provoked;
      CREATE FUNCTION provoke() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('provoked') % ${everySoMany} = 0 THEN RAISE EXCEPTION 'provoked' USING ERRCODE = '${code}'; END IF;
          RETURN NULL;
        END $$;
      CREATE TRIGGER provoke AFTER UPDATE ON stock_levels FOR EACH STATEMENT EXECUTE FUNCTION provoke()`;
    return withInventory(async (client) => {
      await client.query(setUp);
      try {
        const result = await work();
        const { rows } = await client.query<{ changes: string }>('SELECT last_value AS changes FROM provoked');
        return { result, provoked: Math.floor(Number(rows[0]?.changes) / everySoMany) };
      } finally {
        await client.query('DROP TRIGGER provoke ON stock_levels; DROP FUNCTION provoke; DROP SEQUENCE provoked');
      }
    });
  }

  /** Orders of one moment share what they change of stock, orders of several do not. */
  async function placeInWaves(): Promise<readonly Order[]> {
    const placed: Order[] = [];
    for (let wave = 0; wave < WAVES; wave += 1) {
      const orders = Array.from({ length: CALLS / WAVES }, () => shopper.orders.place(orderOf([book, 1])));
      placed.push(...(await Promise.all(orders)));
    }
    return placed;
  }

  it.each(['40001', '40P01'] as const)('are run again whole, and nobody hears of it (%s)', async (code) => {
    const { result, provoked } = await conflicting(WAVES, code, placeInWaves);
    process.stdout.write(`${CALLS} orders, ${provoked} transactions given up (${code})\n`);
    expect(new Set(result.map(({ status }) => status))).toEqual(new Set(['PAID']));
    expect(provoked).toBeGreaterThan(0);
  });

  it('end after a bounded number of tries when there is no end to them', async () => {
    const { result, provoked } = await conflicting(1, '40001', () =>
      timed(clerk.books.adjustStock(book.bookId, { quantity: 1, reason: 'RECEIVED' })),
    );
    expect(result.outcome).toBe('UNAVAILABLE');
    expect(provoked).toBeGreaterThan(1);
    // Five of a transaction, for each try of the call that the SDK makes.
    expect(provoked).toBeLessThan(100);
  });
});
