import { randomUUID } from 'node:crypto';
import { cloneDatabase, type ClonedDatabase } from '@bookstore/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PaymentGateway, PreparedPayment } from '../src/domain/payment.ts';
import { checkPayments } from '../src/operations/check-payments.ts';
import { type OpenDatabase, openDatabase } from '../src/store/database.ts';
import { createDueOrders } from '../src/store/prisma-due-orders.ts';
import { createOrderRepository } from '../src/store/prisma-order-repository.ts';
import { ADDRESS, EUR } from './shop.ts';

const times = { paymentWindowMs: 600_000, paymentCheckAfterMs: 0, claimMs: 0 };

let cloned: ClonedDatabase;
let opened: OpenDatabase;
beforeAll(async () => {
  cloned = await cloneDatabase();
  const pool = { applicationName: 'payment-sweep', acquireTimeoutMs: 5_000, statementTimeoutMs: 5_000 };
  opened = openDatabase({ ...pool, maxConnections: 5, url: cloned.url });
});
afterAll(async () => {
  await opened.close();
  await cloned.drop();
});

it('a payment sweep ends, however many payments are due: it asks at most 100 times between two pauses', async () => {
  const { database } = opened;
  const orders = createOrderRepository({ database, ...times });
  const line = { bookId: randomUUID(), title: 'Book', isbn: '', quantity: 1, unitPrice: EUR(1299n) };
  const placed = Array.from({ length: 110 }, async () => {
    const [orderId, userId] = [randomUUID(), randomUUID()];
    await orders.mayOrder(userId);
    const content = { requestId: randomUUID(), contentHash: 'hash', lines: [line], shippingAddress: ADDRESS };
    await orders.insert({ orderId, userId, ...content, paymentIntentId: `pi_${orderId}`, nextAction: undefined });
  });
  await Promise.all(placed);
  const asked: string[] = [];
  const find = ({ paymentIntentId }: PreparedPayment) => {
    asked.push(paymentIntentId);
    return Promise.resolve({ kind: 'UNSTARTED' } as const);
  };
  await checkPayments({
    orders,
    due: createDueOrders({ database, ...times }),
    payments: { find } as PaymentGateway,
    ...{ announce: () => undefined, deriveId: () => randomUUID(), report: () => undefined },
  });
  expect(asked).toHaveLength(100);
});
