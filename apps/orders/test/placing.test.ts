import { randomUUID } from 'node:crypto';
import { NextActionKind, OrderStatus } from '@bookstore/contracts/orders/v1/order';
import type { DomainError } from '@bookstore/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';
import { ADDRESS, EUR, openShop, type Shop, waitingOnly, wish } from './shop.ts';

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

describe('a payment', () => {
  it('that is declined closes the order, frees the copies, and is refused the same at every repeat', async () => {
    const buyer = shop.customer();
    const bookId = shop.book(1);
    const request = wish(bookId, { paymentMethod: 'pm_card_chargeDeclinedInsufficientFunds' });
    const first = await refusal(buyer.place(request));
    expect(first).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'PAYMENT_DECLINED',
      metadata: { decline_code: 'insufficient_funds' },
    });
    const orderId = first.metadata['order_id']!;
    const again = await refusal(buyer.place({ ...request, paymentMethod: 'pm_card_visa' }));
    expect(again).toMatchObject({ reason: first.reason, metadata: first.metadata });
    expect(await buyer.get(orderId)).toMatchObject({
      status: OrderStatus.PAYMENT_FAILED,
      declineCode: 'insufficient_funds',
    });
    await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('RELEASED');
    expect(await shop.payments.kept(orderId)).toBe(0);
    expect((await buyer.place(wish(bookId))).status).toBe(OrderStatus.PAID);
  });

  it('by a method that the payment company does not know is refused by its field, and closes the order', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book(), { paymentMethod: 'pm_nobody_knows' });
    for (const error of [await refusal(buyer.place(request)), await refusal(buyer.place(request))]) {
      expect(error).toMatchObject({
        kind: 'INVALID_ARGUMENT',
        reason: 'PAYMENT_METHOD_UNKNOWN',
        fields: [{ field: 'payment_method' }],
      });
    }
    const [order] = (await buyer.history()).orders;
    expect(order?.status).toBe(OrderStatus.PAYMENT_FAILED);
  });

  it('that needs 3-D Secure waits for the buyer, who confirms or refuses', async () => {
    for (const decision of ['confirm', 'refuse'] as const) {
      const buyer = shop.customer();
      const request = wish(shop.book(), { paymentMethod: 'pm_card_authenticationRequired' });
      const order = await buyer.place(request);
      expect(order).toMatchObject({
        status: OrderStatus.AWAITING_PAYMENT,
        captured: EUR(0n),
        nextAction: { kind: NextActionKind.REDIRECT },
      });
      expect(await buyer.place(request)).toEqual(order);
      await shop.payments.authenticate(order.nextAction!.redirectUrl, decision);
      const settled = () => buyer.get(order.orderId).then(({ status }) => status);
      const expected = decision === 'confirm' ? OrderStatus.PAID : OrderStatus.PAYMENT_FAILED;
      await expect.poll(settled, { timeout: 5_000 }).toBe(expected);
      await expect
        .poll(() => shop.inventory.stateOf(order.orderId))
        .toBe(decision === 'confirm' ? 'COMMITTED' : 'RELEASED');
      expect(await shop.payments.kept(order.orderId)).toBe(decision === 'confirm' ? 1299 : 0);
    }
  });

  it.each(['captureThenHang', 'captureThen500', 'captureThenDropConnection'])(
    'whose answer is lost after the money has moved (%s) is settled by the sweep',
    async (fault) => {
      const buyer = shop.customer();
      const order = await buyer.place(wish(shop.book(), { paymentMethod: `pm_simulator_${fault}` }));
      const unknown = { status: OrderStatus.AWAITING_PAYMENT, nextAction: { kind: NextActionKind.WAIT } };
      if (order.status !== OrderStatus.PAID) expect(order).toMatchObject(unknown);
      const status = () => buyer.get(order.orderId).then((now) => now.status);
      await expect.poll(status, { timeout: 5_000 }).toBe(OrderStatus.PAID);
      expect(await shop.payments.kept(order.orderId)).toBe(1299);
    },
  );

  it('whose outcome is unknown is not begun again by a repeat, and is never assumed', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book(), { paymentMethod: 'pm_simulator_fail500' });
    const order = await buyer.place(request);
    expect(order).toMatchObject({ status: OrderStatus.AWAITING_PAYMENT, nextAction: { kind: NextActionKind.WAIT } });
    expect((await buyer.place(request)).status).toBe(OrderStatus.AWAITING_PAYMENT);
    expect((await buyer.place({ ...request, paymentMethod: 'pm_card_visa' })).status).toBe(
      OrderStatus.AWAITING_PAYMENT,
    );
    expect(await shop.payments.paymentsOf(order.orderId)).toHaveLength(1);
    expect(await shop.payments.kept(order.orderId)).toBe(0);
  });

  it('may come with a repeat: the first try holds the copies, the next pays', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book());
    const held = await buyer.place({ ...request, paymentMethod: '' });
    expect(held).toMatchObject({ status: OrderStatus.AWAITING_PAYMENT, nextAction: undefined });
    expect(shop.inventory.stateOf(held.orderId)).toBe('HELD');
    const paid = await buyer.place(request);
    expect(paid).toMatchObject({ orderId: held.orderId, status: OrderStatus.PAID });
    expect(await shop.payments.kept(held.orderId)).toBe(1299);
  });

  it('goes on when its caller has gone; a repeat that is out of time too hears that it is on its way', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book(), { paymentMethod: 'pm_simulator_slow_700' });
    for (const ms of [250, 250]) {
      expect(await refusal(waitingOnly(ms, () => buyer.place(request)))).toMatchObject({
        kind: 'UNAVAILABLE',
        reason: 'REQUEST_IN_PROGRESS',
        metadata: { request_id: request.requestId },
        retryAfterMs: 500,
      });
    }
    const order = await buyer.place(request);
    expect(order.status).toBe(OrderStatus.PAID);
    expect(await shop.payments.kept(order.orderId)).toBe(1299);
  });
});
