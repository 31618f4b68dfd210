import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { openStoreForTests } from '../../test/store-for-tests.ts';
import { cancelPaid, move } from '../domain/order-moves.ts';
import { eraseUser } from './erase-user.ts';

const { database, url, drop, orders, due, newOrder, placed, paid } = await openStoreForTests();
afterAll(drop);

/**
 * Runs work against somebody who holds what it comes to last, and then asks for what it holds. The
 * work is what PostgreSQL gives up: it looks for a deadlock after a wait of a second, and the work waits first.
 */
async function againstRival<T>(work: () => Promise<T>, held: string, wanted: string): Promise<T> {
  const rival = new pg.Client(url);
  await rival.connect();
  try {
    await rival.query(`SET deadlock_timeout = '8s'; BEGIN; ${held}`);
    const done = work();
    done.catch(() => undefined);
    await expect.poll(() => isAnybodyWaiting(), { interval: 10 }).toBe(true);
    await rival.query(wanted);
    await rival.query('ROLLBACK');
    return await done;
  } finally {
    await rival.end();
  }
}

async function isAnybodyWaiting(): Promise<boolean> {
  const waiting = await database.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  return waiting.length > 0;
}

// A rival says several statements at once, which PostgreSQL takes no values for; the ids are UUIDs made here.
const touchOrder = (orderId: string) => `UPDATE orders SET update_time = now() WHERE order_id = '${orderId}'`;
const touchBuyer = (userId: string) => `UPDATE buyers SET erase_time = NULL WHERE user_id = '${userId}'`;
const writeTombstone = (orderId: string) =>
  `INSERT INTO orders (order_id, status, currency_code, total_minor_units, stock_outcome)
   VALUES ('${orderId}', 'EXPIRED', 'XXX', 0, 'RELEASE')`;

describe('a transaction that PostgreSQL gives up for a deadlock is run again', () => {
  it('when an account is erased', async () => {
    const { orderId, userId } = newOrder();
    const order = await placed({ ...newOrder(), orderId, userId });
    await orders.apply(move(order, 'EXPIRED', 'SYSTEM'));
    await againstRival(() => eraseUser(database, userId), touchOrder(orderId), touchBuyer(userId));
    expect(await orders.find(orderId)).toMatchObject({ userId: undefined, shippingAddress: undefined });
  });

  it('when an order is written', async () => {
    const order = newOrder();
    await orders.standing(order.orderId, order.userId);
    const inserting = () => orders.insert(order);
    const stands = await againstRival(inserting, writeTombstone(order.orderId), touchBuyer(order.userId));
    expect(stands).toMatchObject({ status: 'AWAITING_PAYMENT', requestId: order.requestId });
  });

  it('when an order moves on', async () => {
    const [order, other, refundId] = [await paid(), await paid(), randomUUID()];
    const sameRefund = `INSERT INTO refunds (refund_id, order_id, amount_minor_units, reason, due_at, create_time)
      VALUES ('${refundId}', '${other.orderId}', 1, '', now(), now())`;
    const cancelling = () => orders.apply(cancelPaid(order, 'OWNER', undefined, refundId));
    const cancelled = await againstRival(cancelling, sameRefund, touchOrder(order.orderId));
    expect(cancelled).toMatchObject({ status: 'CANCELLED', version: 3n });
  });

  it('when a refund is answered', async () => {
    const [{ orderId }, refundId] = [await paid(), randomUUID()];
    await orders.apply(cancelPaid((await orders.find(orderId))!, 'OWNER', undefined, refundId));
    const failing = () => due.refundAnswered(refundId, 'FAILED');
    await againstRival(failing, touchOrder(orderId), `UPDATE refunds SET reason = '' WHERE refund_id = '${refundId}'`);
    expect(await orders.find(orderId)).toMatchObject({ refunded: { minorUnits: 0n }, version: 4n });
  });

  it('when holds are decided', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await againstRival(() => due.decideHolds([one, other]), writeTombstone(other), writeTombstone(one));
    for (const orderId of [one, other]) expect(await orders.find(orderId)).toMatchObject({ status: 'EXPIRED' });
  });
});
