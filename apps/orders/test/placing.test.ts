import { randomUUID } from 'node:crypto';
import { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import type { DomainError } from '@bookstore/values';
import { createLogger } from '@bookstore/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrdersConfig } from '../src/config.ts';
import { startOrders } from '../src/server.ts';
import { refusal } from './refusal.ts';
import { ADDRESS, EUR, openShop, type Shop, wish } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe('PlaceOrder', () => {
  it('sells what is there: paid, priced by the catalogue, the copies gone from the stock', async () => {
    const [one, two] = [shop.book(10, EUR(1299n)), shop.book(10, EUR(50n))];
    const buyer = shop.customer();
    const lines = [
      { bookId: two, quantity: 1 },
      { bookId: one, quantity: 1 },
      { bookId: two, quantity: 2 },
    ];
    const order = await buyer.place(wish(one, { lines, expectedTotal: EUR(1449n) }));
    expect(order).toMatchObject({
      userId: buyer.userId,
      status: OrderStatus.PAID,
      total: EUR(1449n),
      captured: EUR(1449n),
      refunded: EUR(0n),
      shippingAddress: ADDRESS,
      nextAction: undefined,
      version: 2n,
      etag: '"2"',
      lines: [
        { bookId: two, quantity: 3, unitPrice: EUR(50n), lineTotal: EUR(150n) },
        { bookId: one, quantity: 1, title: expect.any(String) as string, isbn: '9780140449136' },
      ],
    });
    await expect.poll(() => shop.inventory.stateOf(order.orderId)).toBe('COMMITTED');
    expect(shop.inventory.books.get(two)?.onHand).toBe(7);
    expect(await shop.payments.kept(order.orderId)).toBe(1449);
    expect(await buyer.get(order.orderId)).toEqual(order);
  });

  it('gives fifty repeats at the same time one order and one charge', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book());
    const orders = await Promise.all(Array.from({ length: 50 }, () => buyer.place(request)));
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(1);
    expect(new Set(orders.map(({ status }) => status))).toEqual(new Set([OrderStatus.PAID]));
    const payments = await shop.payments.paymentsOf(orders[0]!.orderId);
    expect(payments.map(({ amount_received }) => amount_received)).toEqual([1299]);
    expect(await buyer.place({ ...request, paymentMethod: '' })).toEqual(orders[0]);
  });

  it('gives repeats that land in two processes one order and one charge', async () => {
    const second = await startOrders(readOrdersConfig(shop.environment), createLogger('orders', 'silent'));
    const buyer = shop.customer();
    const elsewhere = shop.customerAt(`127.0.0.1:${second.port}`, buyer.userId);
    try {
      for (let round = 0; round < 10; round += 1) {
        const request = wish(shop.book());
        const tries = [buyer, elsewhere, buyer, elsewhere].map((where) => where.place(request));
        const answers = await Promise.allSettled(tries);
        for (const answer of answers) {
          if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ kind: 'UNAVAILABLE' });
          else expect([OrderStatus.PAID, OrderStatus.AWAITING_PAYMENT]).toContain(answer.value.status);
        }
        const settled = await elsewhere.place(request);
        expect(settled.status).toBe(OrderStatus.PAID);
        expect(await shop.payments.kept(settled.orderId)).toBe(1299);
        expect(await shop.payments.paymentsOf(settled.orderId)).toHaveLength(1);
      }
    } finally {
      await second.stop();
    }
  });

  it('makes of one request id of two users two orders', async () => {
    const request = wish(shop.book());
    const [one, other] = [await shop.customer().place(request), await shop.customer().place(request)];
    expect(one.orderId).not.toBe(other.orderId);
  });

  it('refuses a request id with other content, whoever asks first, and not one with another payment method', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book());
    await buyer.place(request);
    const others = [
      { lines: [{ bookId: request.lines[0]!.bookId, quantity: 2 }] },
      { shippingAddress: { ...ADDRESS, locality: 'Bergen' } },
      { expectedTotal: EUR(1299n) },
    ];
    for (const other of others) {
      expect(await refusal(buyer.place({ ...request, ...other }))).toMatchObject({
        kind: 'FAILED_PRECONDITION',
        reason: 'REQUEST_ID_REUSED',
        metadata: { request_id: request.requestId },
      });
    }
    const again = await buyer.place({ ...request, paymentMethod: 'pm_card_mastercard' });
    expect(again.status).toBe(OrderStatus.PAID);
  });

  it('refuses a hold of an earlier try at another price than the one that is expected now', async () => {
    const bookId = shop.book(10, EUR(1000n));
    const buyer = shop.customer();
    const request = wish(bookId);
    await shop.payments.stop();
    await refusal(buyer.place(request));
    await shop.payments.start();
    shop.inventory.books.get(bookId)!.price = EUR(800n);
    const [orderId = ''] = [...shop.inventory.holds.keys()].slice(-1);
    expect(await refusal(buyer.place({ ...request, expectedTotal: EUR(800n) }))).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'PRICE_CHANGED',
      metadata: { currency_code: 'EUR', expected_minor_units: '800', total_minor_units: '1000' },
    });
    expect(await shop.payments.paymentsOf(orderId)).toEqual([]);
    expect((await buyer.place({ ...request, expectedTotal: EUR(1000n) })).total).toEqual(EUR(1000n));
  });

  it('sells the last copy once', async () => {
    const bookId = shop.book(1);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => shop.customer().place(wish(bookId))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('PlaceOrder refuses before anything is held', () => {
  const nothingHappened = async (orderless: () => Promise<DomainError>, bookId: string) => {
    const rows = () => shop.sql<{ count: string }>('SELECT count(*) FROM orders');
    const before = await rows();
    const error = await orderless();
    expect(await rows()).toEqual(before);
    expect(shop.inventory.reserved(bookId)).toBe(0);
    return error;
  };

  it('a book that is not there, or no longer sold', async () => {
    const unknown = randomUUID();
    expect(await nothingHappened(() => refusal(shop.customer().place(wish(unknown))), unknown)).toMatchObject({
      kind: 'NOT_FOUND',
      reason: 'BOOK_NOT_FOUND',
      metadata: { book_id: unknown },
    });
    const retired = shop.book(1, EUR(1n), true);
    expect(await refusal(shop.customer().place(wish(retired)))).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'BOOK_RETIRED',
    });
  });

  it('too few copies, and the same request succeeds once they are there', async () => {
    const bookId = shop.book(1);
    const buyer = shop.customer();
    const request = wish(bookId, { lines: [{ bookId, quantity: 2 }] });
    expect(await nothingHappened(() => refusal(buyer.place(request)), bookId)).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'INSUFFICIENT_STOCK',
      metadata: { book_id: bookId, requested: '2', available: '1' },
    });
    shop.inventory.books.get(bookId)!.onHand = 2;
    expect((await buyer.place(request)).status).toBe(OrderStatus.PAID);
  });

  it('a price that has moved, with the new total', async () => {
    const bookId = shop.book();
    const request = wish(bookId, { expectedTotal: EUR(1n) });
    expect(await nothingHappened(() => refusal(shop.customer().place(request)), bookId)).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'PRICE_CHANGED',
      metadata: { total_minor_units: '1299', expected_minor_units: '1' },
    });
  });

  it('two currencies, a total of nothing, one that is too much', async () => {
    const [euro, dollar] = [shop.book(), shop.book(1, { currencyCode: 'USD', minorUnits: 1n })];
    const lines = [euro, dollar].map((bookId) => ({ bookId, quantity: 1 }));
    expect(await refusal(shop.customer().place(wish(euro, { lines })))).toMatchObject({
      kind: 'INVALID_ARGUMENT',
      reason: 'MIXED_CURRENCIES',
    });
    for (const price of [0n, 100_000_000n]) {
      expect(await refusal(shop.customer().place(wish(shop.book(1, EUR(price)))))).toMatchObject({
        kind: 'INVALID_ARGUMENT',
        reason: 'TOTAL_OUT_OF_RANGE',
        metadata: { total_minor_units: String(price) },
      });
    }
  });

  it('bad quantities by their path, over all lines of a book', async () => {
    const bookId = shop.book();
    const quantities = [
      [[0], 'lines[0].quantity'],
      [[-1], 'lines[0].quantity'],
      [[1, 1001], 'lines[1].quantity'],
      [[600, 401], 'lines[1].quantity'],
      [[], 'lines'],
    ] as const;
    for (const [list, field] of quantities) {
      const lines = list.map((quantity) => ({ bookId, quantity }));
      const error = await refusal(shop.customer().place(wish(bookId, { lines })));
      expect(error).toMatchObject({ kind: 'INVALID_ARGUMENT', fields: [{ field }] });
    }
  });

  it('everything while inventory is down, and the same request succeeds once later', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book());
    for (const trouble of ['down', 'hang'] as const) {
      shop.inventory.trouble = trouble;
      expect(await refusal(buyer.place(request))).toMatchObject({
        kind: 'UNAVAILABLE',
        reason: 'DEPENDENCY_UNAVAILABLE',
        metadata: { dependency: 'inventory' },
        retryAfterMs: expect.any(Number) as number,
      });
    }
    shop.inventory.trouble = 'none';
    const order = await buyer.place(request);
    expect(order.status).toBe(OrderStatus.PAID);
    expect(await shop.payments.kept(order.orderId)).toBe(1299);
  });

  it('everything while the payment company is down, and the same request succeeds once later', async () => {
    const buyer = shop.customer();
    const bookId = shop.book(1);
    const request = wish(bookId);
    await shop.payments.stop();
    expect(await refusal(buyer.place(request))).toMatchObject({
      reason: 'DEPENDENCY_UNAVAILABLE',
      metadata: { dependency: 'payments' },
    });
    expect(shop.inventory.reserved(bookId)).toBe(1);
    await shop.payments.start();
    const order = await buyer.place(request);
    expect(order.status).toBe(OrderStatus.PAID);
    expect(await shop.payments.kept(order.orderId)).toBe(1299);
  });
});
