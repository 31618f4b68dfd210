import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { eur, openStoreForTests, TIMES } from '../../test/store-for-tests.ts';
import { cancelPaid, giveBackLatePayment, move } from '../domain/order-moves.ts';
import { eraseUser } from './erase-user.ts';
import { createDueOrders } from './prisma-due-orders.ts';
import { createClock } from './database-clock.ts';
import { createOrderRepository } from './prisma-order-repository.ts';

const { database, orders, due, reader, newOrder, placed, paid, drop } = await openStoreForTests();
afterAll(drop);

describe('insert', () => {
  it('gives the order as it reads ever after', async () => {
    const order = await placed();
    expect(await orders.find(order.orderId)).toEqual(order);
    expect(order).toMatchObject({ total: eur(750n), version: 1n, status: 'AWAITING_PAYMENT' });
    expect(order.payBy!.getTime() - order.createTime.getTime()).toBe(60_000);
    expect((await reader.find(order.orderId))?.changes).toEqual([
      { status: 'AWAITING_PAYMENT', actor: 'OWNER', version: 1n, createTime: order.createTime },
    ]);
  });

  it('gives what stands under the id already, to all that come later', async () => {
    const order = newOrder();
    await orders.standing(order.orderId, order.userId);
    const tries = ['one', 'two', 'three', 'four'].map((contentHash) => orders.insert({ ...order, contentHash }));
    const hashes = new Set((await Promise.all(tries)).map((stands) => stands?.contentHash));
    expect(hashes.size).toBe(1);
    expect(await database.orderLine.count({ where: { orderId: order.orderId } })).toBe(2);
  });

  it('finds the order of the same request under an id that an earlier release made', async () => {
    const order = await placed();
    const { userId, requestId } = order;
    expect(await orders.insert(newOrder({ userId: userId!, requestId: requestId! }))).toEqual(order);
  });

  it('finds the tombstone of a hold that was given up', async () => {
    const order = newOrder();
    await orders.standing(order.orderId, order.userId);
    await due.decideHolds([order.orderId]);
    expect(await orders.insert(order)).toMatchObject({ status: 'EXPIRED', requestId: undefined, lines: [] });
    expect(await reader.find(order.orderId)).toBeUndefined();
  });
});

describe('apply', () => {
  it('writes a step once: of two that start from one version, one is told to think again', async () => {
    const order = await paid();
    const step = cancelPaid(order, 'OWNER', 'changed my mind', randomUUID());
    const ship = move(order, 'SHIPPED', 'STAFF', {
      shipment: { carrier: 'Bring', trackingNumber: '', shipTime: new Date() },
    });
    const results = await Promise.all([orders.apply(step), orders.apply(ship)]);
    expect(results.filter(Boolean)).toHaveLength(1);
    const winner = results.find(Boolean)!;
    expect(await orders.find(order.orderId)).toEqual(winner);
    const refunds = (await reader.find(order.orderId))?.refunds;
    expect(refunds).toHaveLength(winner.status === 'CANCELLED' ? 1 : 0);
    expect((await reader.find(order.orderId))?.changes).toHaveLength(3);
  });

  it('writes the refund with the cancellation, and its sum stands in the order', async () => {
    const order = await paid();
    const refundId = randomUUID();
    const cancelled = await orders.apply(cancelPaid(order, 'OWNER', undefined, refundId));
    expect(cancelled).toMatchObject({ refunded: eur(750n), stockOutcome: 'RETURN' });
    expect((await reader.find(order.orderId))?.refunds).toMatchObject([
      { refundId, amount: eur(750n), status: 'PENDING' },
    ]);
  });

  it('writes money that came late, and what is owed for it, in one', async () => {
    const order = await placed();
    const failed = (await orders.apply(move(order, 'PAYMENT_FAILED', 'SYSTEM', { declineCode: 'lost_card' })))!;
    const late = await orders.apply(giveBackLatePayment(failed, eur(750n), randomUUID()));
    expect(late).toMatchObject({ status: 'PAYMENT_FAILED', captured: eur(750n), refunded: eur(750n), version: 3n });
    expect((await reader.find(order.orderId))?.refunds).toHaveLength(1);
    expect((await reader.find(order.orderId))?.changes).toHaveLength(2);
  });

  it.each([
    ['captures more than the total', { captured: eur(751n) }],
    ['refunds more than was captured', { captured: eur(750n), refunded: eur(751n) }],
    ['is paid with less than the total', { captured: eur(749n) }],
  ])('is held by the database to an order that never %s', async (_what, changes) => {
    const order = await placed();
    await expect(orders.apply(move(order, 'PAID', 'SYSTEM', changes))).rejects.toThrow(/orders_/);
    expect(await orders.find(order.orderId)).toEqual(order);
  });
});

describe('claims', () => {
  const hour = 3_600_000;
  const patient = () => createDueOrders({ database, claimMs: hour, paymentCheckAfterMs: hour });

  it('give each due row to one of many claimants, and say which are overdue', async () => {
    await database.$executeRaw`UPDATE orders SET payment_check_at = now() + interval '1 day'
      WHERE payment_check_at IS NOT NULL`;
    const all = await Promise.all(Array.from({ length: 12 }, () => placed()));
    const late = all[0]!.orderId;
    await database.$executeRaw`UPDATE orders SET pay_by = now() WHERE order_id = ${late}::uuid`;
    const claims = await Promise.all(Array.from({ length: 6 }, () => patient().claimPaymentChecks(3)));
    const claimed = claims.flat();
    expect(new Set(claimed.map(({ order }) => order.orderId)).size).toBe(claimed.length);
    expect(claimed.filter(({ overdue }) => overdue).map(({ order }) => order.orderId)).toEqual([late]);
    expect(claimed).toHaveLength(12);
    expect(await patient().claimPaymentChecks(3)).toEqual([]);
  });

  it.each([
    ['at first after the usual while', { age: 8, window: 1800 }, 5],
    ['then after a quarter of its age', { age: 400, window: 1800 }, 100],
    ['but once its time to be paid is over', { age: 400, window: 430 }, 30],
    ['then at first after the usual while again', { age: 1808, window: 1800 }, 5],
    ['and then after a quarter of what it is late', { age: 2200, window: 1800 }, 100],
  ])('back off from a payment that stays open: it is due %s', async (_when, { age, window }, expected) => {
    const { orderId } = await placed();
    await database.$executeRaw`UPDATE orders SET payment_check_at = CASE order_id WHEN ${orderId}::uuid THEN now()
      ELSE now() + interval '1 day' END WHERE payment_check_at IS NOT NULL`;
    await database.$executeRaw`UPDATE orders SET create_time = now() - ${age}::bigint * interval '1 s',
      pay_by = now() + ${window - age}::bigint * interval '1 s' WHERE order_id = ${orderId}::uuid`;
    const usual = createDueOrders({ database, claimMs: hour, paymentCheckAfterMs: 5_000 });
    expect(await usual.claimPaymentChecks(3)).toHaveLength(1);
    const [row] = await database.$queryRaw<[{ seconds: number }]>`
      SELECT extract(epoch FROM payment_check_at - now())::float8 AS seconds FROM orders
      WHERE order_id = ${orderId}::uuid`;
    expect(Math.abs(row.seconds - expected)).toBeLessThan(2);
  });

  it('put a notice for inventory off until it is told, and it is told of the newest outcome', async () => {
    const order = await paid();
    const mine = async () => (await due.claimStockNotices(1000)).filter(({ orderId }) => orderId === order.orderId);
    const [sold] = await mine();
    expect(sold).toEqual({ orderId: order.orderId, version: 2n, outcome: 'COMMIT' });
    await orders.apply(cancelPaid(order, 'OWNER', undefined, randomUUID()));
    await due.stockTold([sold!]);
    const [returned] = await mine();
    expect(returned).toEqual({ orderId: order.orderId, version: 3n, outcome: 'RETURN' });
    await due.stockTold([returned!]);
    expect(await mine()).toEqual([]);
  });

  it('end a refund once; one that failed no longer counts as refunded', async () => {
    const order = await paid();
    const refundId = randomUUID();
    await orders.apply(cancelPaid(order, 'OWNER', undefined, refundId));
    const mine = async () => (await due.claimRefunds(1000)).filter((notice) => notice.refundId === refundId);
    expect(await mine()).toEqual([{ refundId, orderId: order.orderId, paymentIntentId: 'pi_1', amount: eur(750n) }]);
    await Promise.all([due.refundAnswered(refundId, 'FAILED'), due.refundAnswered(refundId, 'FAILED')]);
    await due.refundAnswered(refundId, 'DONE');
    expect(await mine()).toEqual([]);
    expect((await reader.find(order.orderId))?.refunds).toMatchObject([{ status: 'FAILED' }]);
    expect(await orders.find(order.orderId)).toMatchObject({ captured: eur(750n), refunded: eur(0n), version: 4n });
  });

  it('decide a hold twice without another tombstone, and leave an order that waits', async () => {
    const [unknown, waiting, sold] = [randomUUID(), await placed(), await paid()];
    await due.stockTold([{ orderId: sold.orderId, version: 2n, outcome: 'COMMIT' }]);
    const ids = [unknown, waiting.orderId, sold.orderId];
    await due.decideHolds(ids);
    await due.decideHolds(ids);
    const notices = (await due.claimStockNotices(1000)).filter(({ orderId }) => ids.includes(orderId));
    expect(notices.toSorted((one, other) => (one.outcome < other.outcome ? -1 : 1))).toEqual([
      { orderId: sold.orderId, version: 2n, outcome: 'COMMIT' },
      { orderId: unknown, version: 1n, outcome: 'RELEASE' },
    ]);
    expect(await orders.find(waiting.orderId)).toEqual(waiting);
  });
});

describe('eraseUser', () => {
  it('and an order at the same moment: either the order is counted, or the erasure is found', async () => {
    const seen = { erased: 0, refused: 0 };
    for (let round = 0; round < 40; round += 1) {
      const order = newOrder();
      await orders.standing(order.orderId, order.userId);
      const [inserted, erased] = await Promise.allSettled([orders.insert(order), eraseUser(database, order.userId)]);
      const stands = inserted.status === 'fulfilled' && inserted.value !== undefined;
      expect(stands).toBe(erased.status === 'rejected');
      seen[stands ? 'refused' : 'erased'] += 1;
      expect(await database.order.count({ where: { userId: order.userId } })).toBe(stands ? 1 : 0);
      expect((await orders.standing(order.orderId, order.userId)).mayOrder).toBe(stands);
    }
    expect(seen.erased + seen.refused).toBe(40);
  });

  it('waits for an order that is being written, and then counts it', async () => {
    const order = newOrder();
    await orders.standing(order.orderId, order.userId);
    const held = Promise.withResolvers<undefined>();
    const inside = Promise.withResolvers<undefined>();
    const writing = database.$transaction(async (transaction) => {
      const within = createOrderRepository({ database: transaction as never, ...TIMES });
      const inserted = await within.insert(order);
      inside.resolve(undefined);
      await held.promise;
      return inserted;
    });
    await inside.promise;
    const erasing = eraseUser(database, order.userId).catch((error: unknown) => error);
    const first = await Promise.race([erasing, new Promise((resolve) => setTimeout(resolve, 200, 'still waiting'))]);
    expect(first).toBe('still waiting');
    held.resolve(undefined);
    expect(await writing).toMatchObject({ status: 'AWAITING_PAYMENT' });
    expect(await erasing).toMatchObject({ reason: 'ORDERS_OPEN', metadata: { open_orders: '1' } });
  });

  it('turns away an order that began before the erasure was over', async () => {
    const order = newOrder();
    await orders.standing(order.orderId, order.userId);
    const held = Promise.withResolvers<undefined>();
    const inside = Promise.withResolvers<undefined>();
    const erasing = database.$transaction(async (transaction) => {
      await transaction.$executeRaw`UPDATE buyers SET erase_time = now() WHERE user_id = ${order.userId}::uuid`;
      inside.resolve(undefined);
      await held.promise;
    });
    await inside.promise;
    const inserting = orders.insert(order);
    await new Promise((resolve) => setTimeout(resolve, 100));
    held.resolve(undefined);
    await erasing;
    expect(await inserting).toBeUndefined();
  });
});

describe('the clock', () => {
  it("is the database's", async () => {
    const [row] = await database.$queryRaw<[{ now: Date }]>`SELECT now() AS now`;
    expect(Math.abs((await createClock(database).now()).getTime() - row.now.getTime())).toBeLessThan(5_000);
  });
});
