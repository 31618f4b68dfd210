import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import type pg from 'pg';
import type { BenchShop } from './bench-shop.ts';

const LONGEST_MS = 60_000;
const LOOK_MS = 200;

/** What orders leave to be done as soon as may be: telling inventory, and handing over what buyers are to hear. */
const WAITING = [
  'SELECT EXISTS (SELECT FROM orders WHERE stock_due_at IS NOT NULL) AS waits',
  'SELECT EXISTS (SELECT FROM buyer_notices) AS waits',
];

/** Mails go at a pace of their own, minutes after a row that has ordered as fast as it could. */
const TAKE_MAILS_OFF = 'UPDATE order_mails SET due_at = NULL, subject = NULL, text = NULL WHERE due_at IS NOT NULL';

/**
 * Waits until a shop has done what it put off, so that it does not do it while something else is
 * measured, and takes off the mails that wait. Gives whether it was done in time.
 */
export async function settled(shop: BenchShop, signal: AbortSignal): Promise<boolean> {
  const isDone = await asking(shop, 'orders', async (orders) => {
    const deadline = Date.now() + LONGEST_MS;
    for (const question of WAITING) {
      while ((await orders.query<{ waits: boolean }>(question)).rows[0]?.waits) {
        if (Date.now() > deadline) return false;
        await sleep(LOOK_MS, undefined, { signal });
      }
    }
    return true;
  });
  await asking(shop, 'users', (users) => users.query(TAKE_MAILS_OFF));
  return isDone;
}

async function asking<T>(
  { mesh }: BenchShop,
  service: ServiceName,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return withConnection(mesh.databaseUrl(service), work);
}
