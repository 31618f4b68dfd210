// What buyers hear of their orders, as it lies in the folder that users writes mails to: everything
// once, whichever of the two services is killed while it is on its way.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bookstore, type Order, parseMoney } from '@bookstore/client';
import type { Mesh } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';
import { Buying } from './buying.ts';

const SETTINGS = {
  // Nobody has to sign in again while users is away.
  users: { MAIL_SWEEP_MS: '100', MAIL_RETRY_MS: '2000', ACCESS_TOKEN_TTL_S: '3600' },
  orders: { BUYER_SWEEP_MS: '100', CLAIM_MS: '2000', INVENTORY_TIMEOUT_MS: '1000' },
};
const PATIENCE = { timeout: 60_000, interval: 250 };

const CONFIRMED = 'Your Bookstore order is confirmed';
const SHIPPED = 'Your Bookstore order is on its way';
const REFUNDED = 'A refund for your Bookstore order';
const CANCELLED = 'Your Bookstore order is cancelled';

let mesh: Mesh;
let clerk: Bookstore;
beforeAll(async () => {
  mesh = await startMesh('mails', { settings: SETTINGS });
  clerk = await newClerk(mesh.door, STAFF);
});
afterAll(() => mesh.stop());

/** Every mail that lies there. */
function mails(): readonly string[] {
  const directory = join(mesh.dataDirectory, 'mail');
  const names = readdirSync(directory).filter((name) => name.endsWith('.eml'));
  return names.map((name) => readFileSync(join(directory, name), 'utf8'));
}

/** The subjects of the mails about an order. */
function subjectsOf({ orderId }: Order): readonly string[] {
  const about = mails().filter((mail) => mail.includes(orderId));
  return about.map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1] ?? '').toSorted();
}

/** Resolves when the clerk's connection has found the orders that were started again. */
async function ordersAreBack({ orderId }: Order): Promise<void> {
  await expect.poll(async () => (await clerk.orders.get(orderId)).order.orderId, PATIENCE).toBe(orderId);
}

/** Resolves when nothing is on its way any more: not to users, and not from there. */
async function allMailed(): Promise<void> {
  const owed = async () => [
    ...(await query('orders', `SELECT refund_id FROM refunds WHERE status = 'PENDING'`)),
    ...(await query('orders', 'SELECT notice_id FROM buyer_notices')),
    ...(await query('users', 'SELECT notice_id FROM order_mails WHERE due_at IS NOT NULL')),
  ];
  await expect.poll(owed, PATIENCE).toEqual([]);
}

function query(service: 'users' | 'orders', sql: string): Promise<readonly unknown[]> {
  return withConnection(mesh.databaseUrl(service), async (client) => (await client.query<object>(sql)).rows);
}

describe('a buyer', () => {
  it('gets one mail about the order, one about the parcel, one about each refund, and one when it is called off', async () => {
    const book = await stockBook(clerk, 'The Odyssey', 10, '12.99');
    const shopper = await newShopper(mesh.door);
    const order = await shopper.orders.place(orderOf([book, 2]));
    await clerk.orders.ship(order.orderId, { carrier: 'Bring', trackingNumber: 'B-17' });
    await clerk.orders.refund(order.orderId, { amount: parseMoney('5.00', 'USD') });
    const called = await shopper.orders.place(orderOf([book, 1]));
    await shopper.orders.cancel(called.orderId);
    await allMailed();
    expect(subjectsOf(order)).toEqual([REFUNDED, CONFIRMED, SHIPPED]);
    expect(subjectsOf(called)).toEqual([CANCELLED, CONFIRMED]);
    const about = mails().filter((mail) => mail.includes(order.orderId));
    for (const mail of about) expect(mail).toContain(`To: ${shopper.email}`);
    for (const text of ['2 x The Odyssey, $12.99 each', 'Total: $25.98', 'Tracking number: B-17', 'back $5.00 to']) {
      expect(about.join('\n')).toContain(text);
    }
  });
});

describe('kill -9 of orders and of users', () => {
  it('keeps no mail from a buyer, and sends none twice', async () => {
    const book = await stockBook(clerk, 'Killed in between', 1_000);
    const shoppers = await Promise.all(Array.from({ length: 3 }, () => newShopper(mesh.door)));
    const buying = new Buying(shoppers, orderOf([book, 1]));
    for (let round = 0; round < 2; round += 1) {
      await buying.goOn(shoppers.length);
      await mesh.kill('users');
      await buying.goOn(shoppers.length);
      await mesh.restart('users');
      await buying.goOn(shoppers.length);
      await mesh.kill('orders');
      await buying.stall();
      await mesh.restart('orders');
    }
    await buying.stop();
    const [first, ...rest] = buying.acknowledged as [Order, ...Order[]];
    await ordersAreBack(first);
    await clerk.orders.ship(first.orderId, { carrier: 'Bring', trackingNumber: '' });
    await mesh.kill('users');
    await mesh.restart('users');
    await clerk.orders.refund(first.orderId);
    await mesh.kill('orders');
    await mesh.restart('orders');
    await allMailed();
    expect(subjectsOf(first)).toEqual([REFUNDED, CONFIRMED, SHIPPED]);
    expect(rest.length).toBeGreaterThan(10);
    for (const order of rest) expect(subjectsOf(order)).toEqual([CONFIRMED]);
  }, 240_000);
});
