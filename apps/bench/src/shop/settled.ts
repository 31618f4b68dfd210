import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@bookstore/mesh';
import pg from 'pg';
import type { BenchShop } from './bench-shop.ts';

const LONGEST_MS = 20_000;
const LOOK_MS = 200;

/** What orders leave to be done later: telling inventory, telling buyers, sending mails. */
const WAITING: readonly (readonly [ServiceName, string])[] = [
  ['orders', 'SELECT EXISTS (SELECT FROM orders WHERE stock_due_at IS NOT NULL) AS waits'],
  ['orders', 'SELECT EXISTS (SELECT FROM buyer_notices) AS waits'],
  ['users', 'SELECT EXISTS (SELECT FROM order_mails WHERE due_at IS NOT NULL) AS waits'],
];

/** Waits until a shop has done what it put off, so that it does not do it while something else is measured. */
export async function settled({ mesh }: BenchShop, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + LONGEST_MS;
  for (const [service, question] of WAITING) {
    const client = new pg.Client(mesh.databaseUrl(service));
    await client.connect();
    try {
      while ((await client.query<{ waits: boolean }>(question)).rows[0]?.waits) {
        if (Date.now() > deadline) return false;
        await sleep(LOOK_MS, undefined, { signal });
      }
    } finally {
      await client.end();
    }
  }
  return true;
}
