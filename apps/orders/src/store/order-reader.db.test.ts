import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { openStoreForTests } from '../../test/store-for-tests.ts';
import { cancelPaid } from '../domain/order-moves.ts';
import type { OrderCursor, OrderFilter } from '../domain/order-reader.ts';
import { createOrderReader } from './prisma-order-reader.ts';

const { database, orders, due, reader, placed, paid, drop } = await openStoreForTests();
afterAll(drop);

describe('reading', () => {
  it('gives each of many who ask at the same time their own, however the id is written', async () => {
    const [one, other] = [await paid(), await placed()];
    const asked = [one.orderId, other.orderId.toUpperCase(), randomUUID(), one.orderId];
    const found = await Promise.all(asked.map((orderId) => reader.find(orderId)));
    expect(found.map((record) => record?.order)).toEqual([one, other, undefined, one]);
    expect(found.map((record) => record?.changes.map(({ status }) => status))).toEqual([
      ['AWAITING_PAYMENT', 'PAID'],
      ['AWAITING_PAYMENT'],
      undefined,
      ['AWAITING_PAYMENT', 'PAID'],
    ]);
  });

  it('gives an order as it was at one moment, its changes and refunds included', async () => {
    const order = await paid();
    // What extends a client lacks only $on, which no reader calls.
    const moving = database.$extends({
      query: {
        async $queryRaw({ args, query }) {
          const answer: unknown = await query(args);
          await orders.apply(cancelPaid(order, 'OWNER', undefined, randomUUID()));
          return answer;
        },
      },
    }) as unknown as typeof database;
    const record = (await createOrderReader(moving).find(order.orderId))!;
    expect(record.order).toEqual(order);
    expect(record.changes.at(-1)).toMatchObject({ status: order.status, version: order.version });
    expect(record.refunds).toEqual([]);
    expect(await orders.find(order.orderId)).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('pages', () => {
  async function idsOf(filter: OrderFilter, size: number): Promise<readonly string[]> {
    const found: string[] = [];
    let after: OrderCursor | undefined;
    do {
      const { orders: page, next } = await reader.page(filter, size, after);
      found.push(...page.map(({ orderId }) => orderId));
      after = next;
    } while (after);
    return found;
  }

  /** Orders of one buyer, placed at these moments. */
  async function placedAt(userId: string, times: readonly Date[]): Promise<readonly string[]> {
    return Promise.all(
      times.map(async (time) => {
        const { orderId } = await placed({ userId });
        await database.$executeRaw`UPDATE orders SET create_time = ${time} WHERE order_id = ${orderId}::uuid`;
        return orderId;
      }),
    );
  }

  const [early, noon, late] = [9, 12, 18].map((hour) => new Date(Date.UTC(2026, 0, 1, hour)));

  it('have the newest order first, and each once, also those of one millisecond', async () => {
    const userId = randomUUID();
    const [oldest, ...others] = await placedAt(userId, [early!, noon!, noon!, noon!, late!]);
    const newest = others.pop();
    for (const size of [1, 2, 5]) {
      expect(await idsOf({ userId }, size)).toEqual([newest, ...others.toSorted().toReversed(), oldest]);
    }
  });

  it('have what the filter lets through', async () => {
    const userId = randomUUID();
    const [first, second] = await placedAt(userId, [early!, noon!, late!]);
    expect(await idsOf({ userId, placedAfter: early!, placedBefore: late! }, 1)).toEqual([second, first]);
    expect(await idsOf({ userId, status: 'AWAITING_PAYMENT', placedBefore: noon! }, 1)).toEqual([first]);
    expect(await idsOf({ userId, status: 'PAID' }, 1)).toEqual([]);
  });

  it('never have a hold that was given up', async () => {
    const [orderId, tombstone] = [(await placed()).orderId, randomUUID()];
    await due.decideHolds([tombstone]);
    const newest = (await reader.page({}, 10, undefined)).orders.map((order) => order.orderId);
    expect(newest).toContain(orderId);
    expect(newest).not.toContain(tombstone);
  });
});
