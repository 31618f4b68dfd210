import { retrying } from '@bookstore/database';
import type { Clock, NewOrder, OrderRepository } from '../domain/order-repository.ts';
import type { Order, OrderStep } from '../domain/order.ts';
import { applyStep } from './apply-step.ts';
import type { Database } from './database.ts';
import { insertOrder, type PaymentTimes } from './insert-order.ts';
import { orderOf, WITH_LINES } from './order-rows.ts';

export interface RepositoryOptions extends PaymentTimes {
  readonly database: Database;
  /** Milliseconds for which the process that wrote a row is left to tell others of it. */
  readonly claimMs: number;
}

export function createOrderRepository({ database, claimMs, ...times }: RepositoryOptions): OrderRepository {
  const find = async (orderId: string): Promise<Order | undefined> => {
    const row = await database.order.findUnique({ where: { orderId }, include: WITH_LINES });
    return row ? orderOf(row) : undefined;
  };
  return {
    find,
    async mayOrder(userId) {
      const buyer = await database.buyer.findUnique({ where: { userId } });
      if (!buyer) await database.buyer.createMany({ data: [{ userId }], skipDuplicates: true });
      return !buyer?.eraseTime;
    },
    async insert(order: NewOrder) {
      return (await retrying(() => insertOrder(database, order, times))) ?? (await find(order.orderId));
    },
    apply: (step: OrderStep) => retrying(() => applyStep(database, step, claimMs)),
  };
}

export function createClock(database: Database): Clock {
  return {
    async now() {
      const [row] = await database.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp()::timestamptz(3) AS now`;
      return row.now;
    },
  };
}
