import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import type { PaymentGateway, PreparedPayment } from '../src/domain/payment.ts';
import { checkPayments } from '../src/operations/check-payments.ts';
import { createDueOrders } from '../src/store/prisma-due-orders.ts';
import { createOrderRepository } from '../src/store/prisma-order-repository.ts';
import { openDatabaseForTests } from './database-for-tests.ts';
import { ADDRESS, EUR } from './shop.ts';

const times = { paymentWindowMs: 600_000, paymentCheckAfterMs: 0, claimMs: 0 };

const { database, drop } = await openDatabaseForTests();
afterAll(drop);

it('a payment sweep ends, however many payments are due: it asks at most 100 times between two pauses', async () => {
  const orders = createOrderRepository({ database, ...times });
  const line = { bookId: randomUUID(), title: 'Book', isbn: '', quantity: 1, unitPrice: EUR(1299n) };
  const placed = Array.from({ length: 110 }, async () => {
    const [orderId, userId] = [randomUUID(), randomUUID()];
    await orders.standing(orderId, userId);
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
