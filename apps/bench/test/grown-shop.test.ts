import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { withConnection } from '@bookstore/postgres/with-connection';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BenchShop } from '../src/shop/bench-shop.ts';
import { openGrownShop } from '../src/shop/grown-shop.ts';
import { madeUpTitles } from '../src/shop/made-up-titles.ts';

const cache = mkdtempSync(join(tmpdir(), 'bench-grown-'));
const said: string[] = [];
const options = {
  size: { books: 300, orders: 5_001 },
  titles: madeUpTitles(100),
  settings: { users: { CREATE_USER_LIMIT_PER_SOURCE: '1000', LOGIN_LIMIT_PER_SOURCE: '1000' } },
  onProgress: (what: string) => void said.push(what),
};
let shop: BenchShop;

beforeAll(async () => {
  shop = await openGrownShop(cache, options);
}, 180_000);
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
  rmSync(cache, { recursive: true });
});

async function number(service: 'inventory' | 'orders', query: string): Promise<number> {
  const ask = (client: pg.Client) => client.query<{ n: string }>(query);
  const { rows } = await withConnection(shop.mesh.databaseUrl(service), ask);
  return Number(rows[0]?.n);
}

it('a large shop has as many books and orders as it was to have', async () => {
  expect(await number('inventory', 'SELECT count(*) AS n FROM books')).toBe(300);
  expect(await number('inventory', `SELECT count(*) AS n FROM reservations WHERE state = 'COMMITTED'`)).toBe(5_001);
  expect(await number('orders', `SELECT count(*) AS n FROM orders WHERE status = 'PAID'`)).toBe(5_001);
  expect(await number('orders', 'SELECT count(*) AS n FROM order_status_changes')).toBe(10_002);
});

it('what is on hand is the sum of all movements, and nothing is held', async () => {
  const wrong = `SELECT count(*) AS n FROM stock_levels AS s WHERE reserved <> 0 OR on_hand <>
    (SELECT sum(quantity) FROM stock_movements AS m WHERE m.book_id = s.book_id)`;
  expect(await number('inventory', wrong)).toBe(0);
  const late = `SELECT count(*) AS n FROM stock_levels AS s WHERE version <
    (SELECT max(stock_version) FROM stock_movements AS m WHERE m.book_id = s.book_id)`;
  expect(await number('inventory', late)).toBe(0);
});

it('its buyers have their orders, and words of its titles can be mended', async () => {
  const [buyer] = shop.buyers;
  const own = `SELECT count(*) AS n FROM orders WHERE user_id = '${buyer?.userId ?? ''}'`;
  expect(await number('orders', own)).toBe(1_667);
  expect(await number('inventory', `SELECT count(*) AS n FROM search_terms WHERE term = 'house'`)).toBe(1);
});

it('its ISBNs are right', async () => {
  const wrong = `SELECT count(*) AS n FROM books WHERE (
    SELECT sum(digit::int * CASE place % 2 WHEN 1 THEN 1 ELSE 3 END) % 10
    FROM string_to_table(isbn, NULL) WITH ORDINALITY AS d (digit, place)) <> 0`;
  expect(await number('inventory', wrong)).toBe(0);
});

it('is found as it was by the next run', async () => {
  await shop[Symbol.asyncDispose]();
  said.length = 0;
  shop = await openGrownShop(cache, options);
  expect(said.filter((what) => what.startsWith('making'))).toEqual([]);
  expect(readdirSync(cache)).toHaveLength(1);
  expect(await number('orders', 'SELECT count(*) AS n FROM orders')).toBe(5_001);
}, 120_000);
