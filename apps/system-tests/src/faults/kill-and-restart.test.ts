// Each service, and PostgreSQL, is killed while orders are placed, and started again: what was
// acknowledged stays, what was not can be asked for again, and nothing is sold or charged twice.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bookstore, BookstoreError, type Order, parseMoney } from '@bookstore/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';

const COPIES = 10_000;
const SHOPPERS = 4;
const ORDERS_EACH = 25;
/** Codes that say nothing of what happened: ask again. */
const UNCERTAIN = ['UNAVAILABLE', 'DEADLINE_EXCEEDED'];

let mesh: Awaited<ReturnType<typeof startMesh>>;
let clerk: Bookstore;
let shoppers: readonly Bookstore[];
beforeAll(async () => {
  mesh = await startMesh('faults');
  clerk = await newClerk(mesh.addresses, STAFF);
  shoppers = await Promise.all(Array.from({ length: SHOPPERS }, () => newShopper(mesh.addresses)));
});
afterAll(() => mesh.stop());

/** Places one order, asking again with the same request id until it is answered for good. */
async function insist(shopper: Bookstore, order: Parameters<Bookstore['orders']['place']>[0]): Promise<Order> {
  const requestId = randomUUID();
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      const placed = await shopper.orders.place(order, { requestId, timeoutMs: 5_000 });
      if (placed.status === 'PAID') return placed;
    } catch (error) {
      // Anything else is a refusal for good, and none is due here.
      if (!(error instanceof BookstoreError) || !UNCERTAIN.includes(error.code)) throw error;
    }
    await sleep(250);
  }
  throw new Error(`order ${requestId} was never answered`);
}

async function query(service: 'inventory' | 'orders', sql: string): Promise<Record<string, string>[]> {
  const client = new pg.Client(mesh.databaseUrl(service));
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe.each(['orders', 'inventory', 'users', 'payment-simulator', 'postgres'] as const)('kill -9 of %s', (victim) => {
  it('loses, doubles and oversells nothing', async () => {
    const book = await stockBook(clerk, `Killed ${victim}`, COPIES);
    const acknowledged: Order[] = [];
    const buying = Promise.all(
      shoppers.map(async (shopper) => {
        for (let count = 0; count < ORDERS_EACH; count += 1)
          acknowledged.push(await insist(shopper, orderOf([book, 1])));
      }),
    );
    buying.catch(() => undefined);
    await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(SHOPPERS);
    await mesh.kill(victim);
    const before = acknowledged.length;
    await sleep(500);
    await mesh.restart(victim);
    await buying;
    // The kill came in the middle: some were acknowledged before it, and most after.
    expect(before).toBeLessThan(SHOPPERS * ORDERS_EACH);

    expect(new Set(acknowledged.map(({ orderId }) => orderId)).size).toBe(SHOPPERS * ORDERS_EACH);
    const histories = await Promise.all(shoppers.map((shopper) => Array.fromAsync(shopper.orders.history())));
    const ofBook = histories.flat().filter(({ lines }) => lines[0]?.bookId === book.bookId);
    const ids = (orders: readonly Order[]) => orders.map(({ orderId }) => orderId).sort();
    expect(new Set(ofBook.map(({ status }) => status))).toEqual(new Set(['PAID']));
    expect(ids(ofBook)).toEqual(ids(acknowledged));
    await expect
      .poll(async () => (await clerk.books.get(book.bookId)).stock, { timeout: 30_000, interval: 500 })
      .toEqual({ onHand: COPIES - acknowledged.length, reserved: 0, available: COPIES - acknowledged.length });
  }, 120_000);
});

describe('after all that', () => {
  it('the charges are what the orders say, to the cent', async () => {
    const captured = await query(
      'orders',
      'SELECT sum(captured_minor_units - refunded_minor_units)::text AS cents FROM orders',
    );
    expect(await chargedCents()).toBe(captured[0]?.['cents']);
    const price = parseMoney('10.00', 'USD').minorUnits;
    expect(captured[0]?.['cents']).toBe(String(price * BigInt(5 * SHOPPERS * ORDERS_EACH)));
  });

  it('stock is the sum of its movements, and what is reserved is the sum of open holds', async () => {
    const wrong = await query(
      'inventory',
      `SELECT book_id FROM stock_levels s
       WHERE on_hand <> (SELECT coalesce(sum(quantity), 0) FROM stock_movements m WHERE m.book_id = s.book_id)
          OR reserved <> (SELECT coalesce(sum(quantity), 0) FROM reservation_lines l
                          JOIN reservations r USING (order_id) WHERE l.book_id = s.book_id AND r.state = 'HELD')`,
    );
    expect(wrong).toEqual([]);
  });
});

interface IntentPage {
  readonly data: readonly { readonly id: string; readonly amount_received: number }[];
  readonly has_more: boolean;
}

/** Sums what the payment company took, as it says itself. */
async function chargedCents(): Promise<string> {
  const key = readFileSync(join(mesh.dataDirectory, 'secrets', 'payment-key'), 'utf8');
  let sum = 0;
  for (let after = ''; ;) {
    const url = `http://${mesh.addresses['payment-simulator']}/v1/payment_intents?limit=100${after}`;
    const page = (await (await fetch(url, { headers: { authorization: `Bearer ${key}` } })).json()) as IntentPage;
    sum += page.data.reduce((total, intent) => total + intent.amount_received, 0);
    if (!page.has_more) return String(sum);
    after = `&starting_after=${page.data.at(-1)?.id}`;
  }
}
