import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../test/database-for-tests.ts';
import type { BuyerEvent } from '../domain/buyer-notice.ts';
import { cancelPaid, move, refundPart, ship } from '../domain/order-moves.ts';
import type { Order } from '../domain/order.ts';
import { eraseUser } from './erase-user.ts';
import { createDueBuyerNotices } from './prisma-due-buyer-notices.ts';
import { createDueOrders } from './prisma-due-orders.ts';
import { createOrderRepository } from './prisma-order-repository.ts';

const CLAIM_MS = 60_000;
const TIMES = { paymentWindowMs: 60_000, paymentCheckAfterMs: 0, claimMs: 0 };
const PRICE = { currencyCode: 'EUR', minorUnits: 250n };
const PART = { ...PRICE, minorUnits: 50n };
const PAID = expect.objectContaining({ kind: 'CONFIRMED' }) as unknown;

const { database, drop } = await openDatabaseForTests();
beforeEach(async () => {
  await database.buyerNotice.deleteMany();
});
afterAll(drop);

const orders = () => createOrderRepository({ database, ...TIMES });
const dueOrders = () => createDueOrders({ database, ...TIMES });
const notices = (claimMs = CLAIM_MS) => createDueBuyerNotices(database, claimMs);

async function placed(): Promise<Order> {
  const ids = { orderId: randomUUID(), userId: randomUUID(), requestId: randomUUID() };
  const order = {
    ...{ ...ids, contentHash: 'hash', paymentIntentId: 'pi_1', nextAction: undefined },
    lines: [{ bookId: randomUUID(), title: 'Peer Gynt', isbn: '', quantity: 1, unitPrice: PRICE }],
    shippingAddress: {
      ...{ recipient: 'Nora', addressLines: ['Street 1'], locality: 'Oslo' },
      ...{ administrativeArea: '', postalCode: '0257', regionCode: 'NO' },
    },
  };
  await orders().standing(order.orderId, order.userId);
  return (await orders().insert(order))!;
}

async function paid(): Promise<Order> {
  const order = await placed();
  return (await orders().apply(move(order, 'PAID', 'SYSTEM', { captured: order.total })))!;
}

/** Calls a paid order off; gives the id of its refund. */
async function calledOff(order: Order): Promise<string> {
  const refundId = randomUUID();
  await orders().apply(cancelPaid(order, 'OWNER', undefined, refundId));
  return refundId;
}

/** Gives a part of what was paid back; gives the id of that refund. */
async function refunded(order: Order): Promise<string> {
  const refundId = randomUUID();
  await orders().apply(refundPart(order, { refundId, amount: PART, reason: '', contentHash: 'hash' }));
  return refundId;
}

/** All that is due to be said, which is said with that. */
async function events(): Promise<readonly BuyerEvent[]> {
  const due = await notices().claim(100);
  await notices().told(due);
  return due.map(({ event }) => event).toSorted((one, other) => (one.kind < other.kind ? -1 : 1));
}

describe('a notice', () => {
  it('stands with the step that it is of, and not where that was too late', async () => {
    const order = await paid();
    const shipment = { carrier: 'Bring', trackingNumber: 'B-17', shipTime: new Date() };
    const steps = [ship(order, shipment), ship(order, shipment)].map((step) => orders().apply(step));
    expect((await Promise.all(steps)).filter(Boolean)).toHaveLength(1);
    const due = (await notices().claim(10)).toSorted((one, other) => (one.event.kind < other.event.kind ? -1 : 1));
    const { orderId, userId } = order;
    const bought = { title: 'Peer Gynt', quantity: 1, unitPrice: PRICE };
    expect(due).toMatchObject([
      { orderId, userId, event: { kind: 'CONFIRMED', lines: [bought], total: PRICE } },
      { orderId, userId, event: { kind: 'SHIPPED', shipment: { carrier: 'Bring', trackingNumber: 'B-17' } } },
    ]);
  });

  it('of a cancellation says what goes back, and is the only one of it when that has gone', async () => {
    const refundId = await calledOff(await paid());
    await dueOrders().refundAnswered(refundId, 'DONE');
    expect(await events()).toEqual([{ kind: 'CANCELLED', refund: PRICE }, PAID]);
  });

  it('of an order that was called off unpaid says that nothing goes back', async () => {
    await orders().apply(move(await placed(), 'CANCELLED', 'OWNER'));
    expect(await events()).toEqual([{ kind: 'CANCELLED', refund: undefined }]);
  });

  it('of a refund stands once the money has gone, and once', async () => {
    const refundId = await refunded(await paid());
    expect(await events()).toEqual([PAID]);
    await dueOrders().refundAnswered(refundId, 'DONE');
    await dueOrders().refundAnswered(refundId, 'DONE');
    expect(await events()).toEqual([{ kind: 'REFUNDED', amount: PART }]);
  });

  it('of a refund that failed stands at whatever moment it did, and takes the place of one that is unsaid', async () => {
    const [atOnce, late, said] = [
      await refunded(await paid()),
      await refunded(await paid()),
      await calledOff(await paid()),
    ];
    await events();
    await dueOrders().refundAnswered(atOnce, 'FAILED');
    expect(await events()).toEqual([{ kind: 'REFUND_FAILED', amount: PART }]);
    await dueOrders().refundAnswered(late, 'DONE');
    await dueOrders().refundAnswered(late, 'FAILED');
    expect(await events()).toEqual([{ kind: 'REFUND_FAILED', amount: PART }]);
    await dueOrders().refundAnswered(said, 'DONE');
    await dueOrders().refundAnswered(said, 'FAILED');
    await dueOrders().refundAnswered(said, 'FAILED');
    expect(await events()).toEqual([{ kind: 'REFUND_FAILED', amount: PRICE }]);
  });

  it('is given to one of many, and to another once that one has had its time', async () => {
    for (let count = 0; count < 12; count += 1) await paid();
    const claims = await Promise.all(Array.from({ length: 6 }, () => notices(0).claim(3)));
    expect(claims.flat().length).toBeGreaterThanOrEqual(12);
    const again = await notices().claim(20);
    expect(new Set(again.map(({ noticeId }) => noticeId)).size).toBe(12);
    expect(await notices().claim(20)).toEqual([]);
    await notices().told(again);
    expect(await database.buyerNotice.count()).toBe(0);
  });

  it('goes unsaid when the account is erased before it is said, or before the money has gone', async () => {
    const [order, other] = [await paid(), await paid()];
    const [refundId, late] = [await calledOff(order), await calledOff(other)];
    await dueOrders().refundAnswered(refundId, 'DONE');
    await eraseUser(database, order.userId!);
    await eraseUser(database, other.userId!);
    await dueOrders().refundAnswered(late, 'DONE');
    expect(await notices().claim(10)).toEqual([]);
    expect(await database.buyerNotice.count()).toBe(0);
  });
});
