import { retrying } from '@bookstore/database';
import { Batcher } from '@bookstore/values/batcher';
import type { NewOrder, OrderRepository } from '../domain/order-repository.ts';
import type { OrderStep } from '../domain/order.ts';
import { applySteps } from './apply-steps.ts';
import type { Database } from './database.ts';
import { findOrders, isOneOf } from './find-orders.ts';
import { Prisma } from './gen/client.ts';
import { insertOrders, type PaymentTimes } from './insert-orders.ts';
import { lookUpStandings, type Placing } from './look-up-standings.ts';

export interface RepositoryOptions extends PaymentTimes {
  readonly database: Database;
  /** Milliseconds for which the process that wrote a row is left to tell others of it. */
  readonly claimMs: number;
}

/** Orders that share a statement and so a commit; what waits beyond them goes with the next. */
const BATCH = 100;

/** Orders of concurrent calls share their statements; the order of the calls is kept. */
export function createOrderRepository({ database, claimMs, ...times }: RepositoryOptions): OrderRepository {
  const lookingUp = new Batcher({
    limit: BATCH,
    run: (placings: readonly Placing[]) => retrying(() => lookUpStandings(database, placings)),
  });
  const inserting = new Batcher({
    limit: BATCH,
    run: (orders: readonly NewOrder[]) => retrying(() => insertOrders(database, orders, times)),
    keyOf: ({ orderId }) => orderId,
  });
  const applying = new Batcher({
    limit: BATCH,
    run: (steps: readonly OrderStep[]) => retrying(() => applySteps(database, steps, claimMs)),
    keyOf: ({ after }) => after.orderId,
  });
  const findBy = async (condition: Prisma.Sql) => (await findOrders(database, condition))[0];
  const find = (orderId: string) => findBy(isOneOf([orderId]));
  /** Of one request there is one order, even where an earlier release made another id of it. */
  const findRequest = ({ userId, requestId }: NewOrder) =>
    findBy(Prisma.sql`o.user_id = ${userId}::uuid AND o.request_id = ${requestId}::uuid`);
  return {
    find,
    async standing(orderId, userId) {
      const { isKnown, mayOrder } = await lookingUp.submit({ orderId, userId });
      return { mayOrder, order: isKnown ? await find(orderId) : undefined };
    },
    async insert(order) {
      return (await inserting.submit(order)) ?? (await find(order.orderId)) ?? (await findRequest(order));
    },
    apply: (step) => applying.submit(step),
  };
}
