import { randomUUID } from 'node:crypto';
import { move } from '../src/domain/order-moves.ts';
import type { NewOrder } from '../src/domain/order-repository.ts';
import type { Order } from '../src/domain/order.ts';
import { createDueOrders } from '../src/store/prisma-due-orders.ts';
import { createOrderReader } from '../src/store/prisma-order-reader.ts';
import { createOrderRepository } from '../src/store/prisma-order-repository.ts';
import { openDatabaseForTests } from './database-for-tests.ts';

export const eur = (minorUnits: bigint) => ({ currencyCode: 'EUR', minorUnits });

export const TIMES = { paymentWindowMs: 60_000, paymentCheckAfterMs: 0, claimMs: 0 };

/** The store on a database of its own, and orders to put into it. */
export async function openStoreForTests() {
  const { database, url, drop } = await openDatabaseForTests();
  const orders = createOrderRepository({ database, ...TIMES });

  async function placed(changes: Partial<NewOrder> = {}): Promise<Order> {
    const order = newOrder(changes);
    await orders.standing(order.orderId, order.userId);
    return (await orders.insert(order))!;
  }

  async function paid(): Promise<Order> {
    const order = await placed();
    return (await orders.apply(move(order, 'PAID', 'SYSTEM', { captured: order.total })))!;
  }

  const [due, reader] = [createDueOrders({ database, ...TIMES }), createOrderReader(database)];
  return { database, url, drop, orders, due, reader, newOrder, placed, paid };
}

function newOrder(changes: Partial<NewOrder> = {}): NewOrder {
  const line = { bookId: randomUUID(), title: "L'Étranger", isbn: '', quantity: 2, unitPrice: eur(250n) };
  return {
    orderId: randomUUID(),
    userId: randomUUID(),
    requestId: randomUUID(),
    contentHash: 'hash',
    lines: [line, { ...line, bookId: randomUUID(), quantity: 1, isbn: '9780140449136' }],
    shippingAddress: {
      ...{ recipient: 'Nora', addressLines: ['Street 1', 'Yard'], locality: 'Oslo' },
      ...{ administrativeArea: '', postalCode: '0257', regionCode: 'NO' },
    },
    paymentIntentId: 'pi_1',
    nextAction: { kind: 'WAIT' },
    ...changes,
  };
}
