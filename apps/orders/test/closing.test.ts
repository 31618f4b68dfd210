import { NextActionKind, OrderActor, OrderStatus, RefundStatus } from '@bookstore/contracts/orders/v1/order';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';
import { EUR, openShop, type Shop, wish } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const stockOf = (bookId: string) => shop.inventory.books.get(bookId)?.onHand;
const actorsOf = async (orderId: string) => {
  const { changes } = await shop.staff().status(orderId);
  return changes.map(({ status, actor }) => [status, actor]);
};

describe('CancelOrder', () => {
  it('gives a paid order back: the money, the copies, and the same answer to every repeat', async () => {
    const buyer = shop.customer();
    const bookId = shop.book(5);
    const { orderId, etag } = await buyer.place(wish(bookId));
    const cancelled = await buyer.cancel(orderId, 'bought twice', etag);
    expect(cancelled).toMatchObject({
      status: OrderStatus.CANCELLED,
      captured: EUR(1299n),
      refunded: EUR(1299n),
      cancelReason: 'bought twice',
      version: 3n,
    });
    expect(await buyer.cancel(orderId, 'bought twice', etag)).toEqual(cancelled);
    await expect.poll(() => shop.payments.kept(orderId)).toBe(0);
    await expect.poll(() => stockOf(bookId)).toBe(5);
    expect(shop.inventory.stateOf(orderId)).toBe('COMMITTED');
    await expect
      .poll(() => buyer.refunds(orderId))
      .toMatchObject([{ orderId, amount: EUR(1299n), status: RefundStatus.DONE, reason: 'the order was cancelled' }]);
    expect(await actorsOf(orderId)).toEqual([
      [OrderStatus.AWAITING_PAYMENT, OrderActor.OWNER],
      [OrderStatus.PAID, OrderActor.SYSTEM],
      [OrderStatus.CANCELLED, OrderActor.OWNER],
    ]);
  });

  it('calls off an order that waits for its payment, at the payment company first', async () => {
    const buyer = shop.customer();
    const bookId = shop.book(5);
    const request = wish(bookId, { paymentMethod: 'pm_card_authenticationRequired' });
    const { orderId, nextAction } = await buyer.place(request);
    expect(await buyer.cancel(orderId)).toMatchObject({ status: OrderStatus.CANCELLED, refunded: EUR(0n) });
    expect((await shop.payments.paymentsOf(orderId)).map(({ status }) => status)).toEqual(['canceled']);
    await expect(shop.payments.authenticate(nextAction!.redirectUrl, 'confirm')).rejects.toThrow('404');
    await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('RELEASED');
    expect(await refusal(buyer.place(request))).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'ORDER_CLOSED',
      metadata: { order_id: orderId, status: 'CANCELLED' },
    });
  });

  it('refunds an order whose payment turns out to have succeeded', async () => {
    const slow = await openShop({ PAYMENT_CHECK_AFTER_MS: '60000' });
    try {
      const buyer = slow.customer();
      const bookId = slow.book(5);
      const { orderId, status } = await buyer.place(wish(bookId, { paymentMethod: 'pm_simulator_captureThen500' }));
      expect(status).toBe(OrderStatus.AWAITING_PAYMENT);
      expect(await buyer.cancel(orderId)).toMatchObject({ status: OrderStatus.CANCELLED, refunded: EUR(1299n) });
      await expect.poll(() => slow.payments.kept(orderId)).toBe(0);
      await expect.poll(() => slow.inventory.stateOf(orderId)).toBe('COMMITTED');
      await expect.poll(() => slow.inventory.books.get(bookId)?.onHand).toBe(5);
      const { changes } = await buyer.status(orderId);
      expect(changes.map(({ status: step }) => step)).toEqual([
        OrderStatus.AWAITING_PAYMENT,
        OrderStatus.PAID,
        OrderStatus.CANCELLED,
      ]);
    } finally {
      await slow.close();
    }
  });

  it('closes nothing while the payment company cannot say whether money has moved', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book(), { paymentMethod: 'pm_card_authenticationRequired' });
    const { orderId } = await buyer.place(request);
    await shop.payments.stop();
    expect(await refusal(buyer.cancel(orderId))).toMatchObject({
      kind: 'UNAVAILABLE',
      metadata: { dependency: 'payments' },
    });
    expect((await buyer.get(orderId)).status).toBe(OrderStatus.AWAITING_PAYMENT);
    await shop.payments.start();
    expect((await buyer.cancel(orderId)).status).toBe(OrderStatus.CANCELLED);
  });

  it('refuses a stale etag, an order that is shipped, and one that failed, by name', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const { orderId } = await buyer.place(wish(shop.book()));
    expect(await refusal(buyer.cancel(orderId, '', '"1"'))).toMatchObject({ kind: 'ABORTED', reason: 'ETAG_MISMATCH' });
    await staff.update(orderId, OrderStatus.SHIPPED, { carrier: 'Bring' });
    expect(await refusal(buyer.cancel(orderId))).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'ILLEGAL_TRANSITION',
      metadata: { order_id: orderId, from: 'SHIPPED', to: 'CANCELLED' },
    });
    await refusal(buyer.place(wish(shop.book(), { paymentMethod: 'pm_card_chargeDeclined' })));
    const failed = (await buyer.history()).orders.find(({ status }) => status === OrderStatus.PAYMENT_FAILED);
    expect(await refusal(buyer.cancel(failed!.orderId))).toMatchObject({
      metadata: { from: 'PAYMENT_FAILED', to: 'CANCELLED' },
    });
  });

  it('refunds once when owner and staff cancel at the same moment', async () => {
    const buyer = shop.customer();
    const { orderId } = await buyer.place(wish(shop.book()));
    const answers = await Promise.all([buyer, shop.staff(), buyer, shop.staff()].map((who) => who.cancel(orderId)));
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([3n]));
    expect(await buyer.refunds(orderId)).toHaveLength(1);
    await expect.poll(() => shop.payments.kept(orderId)).toBe(0);
  });

  it('shows a refund that the payment company refuses, and counts its money as kept', async () => {
    const buyer = shop.customer();
    const { orderId } = await buyer.place(wish(shop.book()));
    // Somebody gives the money back by hand, past the shop.
    const [intent] = await shop.payments.paymentsOf(orderId);
    await shop.payments.giveBack(intent!.id);
    await buyer.cancel(orderId);
    await expect.poll(() => buyer.refunds(orderId)).toMatchObject([{ status: RefundStatus.FAILED }]);
    expect(await buyer.get(orderId)).toMatchObject({ captured: EUR(1299n), refunded: EUR(0n), version: 4n });
  });
});

describe('an order that is not paid in time', () => {
  it('expires: called off at the payment company, closed, its copies free', async () => {
    const quick = await openShop({ PAYMENT_WINDOW_MS: '400' });
    try {
      const buyer = quick.customer();
      const bookId = quick.book(1);
      const request = wish(bookId, { paymentMethod: 'pm_card_authenticationRequired' });
      const { orderId } = await buyer.place(request);
      const status = () => buyer.get(orderId).then((order) => order.status);
      await expect.poll(status).toBe(OrderStatus.EXPIRED);
      await expect.poll(() => quick.inventory.stateOf(orderId)).toBe('RELEASED');
      expect((await quick.payments.paymentsOf(orderId)).map((intent) => intent.status)).toEqual(['canceled']);
      expect(await refusal(buyer.place(request))).toMatchObject({
        reason: 'ORDER_CLOSED',
        metadata: { order_id: orderId, status: 'EXPIRED' },
      });
    } finally {
      await quick.close();
    }
  });
});

describe('an order whose payment the payment company does not know', () => {
  const loseThePayment = async (where: Shop, orderId: string) => {
    const lost = `pi_lost${orderId.replaceAll('-', '')}`;
    await where.sql('UPDATE orders SET payment_intent_id = $2 WHERE order_id = $1', [orderId, lost]);
  };

  it('waits while it can be paid, and can be cancelled: no money can move', async () => {
    const buyer = shop.customer();
    const { orderId } = await buyer.place(wish(shop.book(), { paymentMethod: '' }));
    await loseThePayment(shop, orderId);
    await expect
      .poll(() => buyer.get(orderId))
      .toMatchObject({ status: OrderStatus.AWAITING_PAYMENT, nextAction: { kind: NextActionKind.WAIT } });
    expect((await buyer.cancel(orderId)).status).toBe(OrderStatus.CANCELLED);
    await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('RELEASED');
  });

  it('expires when it is not paid in time', async () => {
    const quick = await openShop({ PAYMENT_WINDOW_MS: '1000' });
    try {
      const buyer = quick.customer();
      const { orderId } = await buyer.place(wish(quick.book(), { paymentMethod: '' }));
      await loseThePayment(quick, orderId);
      await expect.poll(() => buyer.get(orderId), { timeout: 5_000 }).toMatchObject({ status: OrderStatus.EXPIRED });
      await expect.poll(() => quick.inventory.stateOf(orderId)).toBe('RELEASED');
    } finally {
      await quick.close();
    }
  });
});

describe('a hold that inventory asks about', () => {
  it('without an order is closed for ever, then freed; nobody sees such an order', async () => {
    const buyer = shop.customer();
    const bookId = shop.book(1);
    const request = wish(bookId);
    // The first try gets as far as the hold.
    await shop.payments.stop();
    await refusal(buyer.place(request));
    const [orderId = ''] = [...shop.inventory.holds.keys()].slice(-1);
    await shop.payments.start();
    shop.inventory.makeDue(orderId);
    await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('RELEASED');
    expect(await refusal(buyer.place(request))).toMatchObject({
      reason: 'ORDER_CLOSED',
      metadata: { order_id: orderId, status: 'EXPIRED' },
    });
    for (const who of [buyer, shop.staff()]) {
      expect(await refusal(who.get(orderId))).toMatchObject({ reason: 'ORDER_NOT_FOUND' });
    }
    expect((await buyer.history()).orders).toEqual([]);
    expect((await buyer.place(wish(bookId))).status).toBe(OrderStatus.PAID);
  });

  it('stays while its payment is awaited', async () => {
    const buyer = shop.customer();
    const { orderId } = await buyer.place(wish(shop.book(), { paymentMethod: '' }));
    shop.inventory.makeDue(orderId);
    const asked = shop.inventory.calls['list'] ?? 0;
    await expect.poll(() => shop.inventory.calls['list']).toBeGreaterThan(asked + 1);
    expect(shop.inventory.stateOf(orderId)).toBe('HELD');
  });

  it('of an order that is decided is told again', async () => {
    const buyer = shop.customer();
    const bookId = shop.book(3);
    const { orderId } = await buyer.place(wish(bookId));
    await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('COMMITTED');
    const untold = () => shop.sql('SELECT 1 FROM orders WHERE order_id = $1 AND stock_due_at IS NOT NULL', [orderId]);
    await expect.poll(untold).toEqual([]);
    // Inventory comes back from a backup that is older.
    const hold = shop.inventory.holds.get(orderId)!;
    shop.inventory.holds.set(orderId, { ...hold, state: 1 });
    shop.inventory.makeDue(orderId);
    await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('COMMITTED');
  });
});

describe('telling inventory', () => {
  it('is repeated until it holds, also after a restart', async () => {
    const buyer = shop.customer();
    const orders = [];
    for (let copy = 0; copy < 3; copy += 1) {
      orders.push(await buyer.place(wish(shop.book(), { paymentMethod: 'pm_card_authenticationRequired' })));
    }
    shop.inventory.trouble = 'down';
    for (const order of orders) await shop.payments.authenticate(order.nextAction!.redirectUrl, 'confirm');
    const paid = async () => (await buyer.history()).orders.every(({ status }) => status === OrderStatus.PAID);
    await expect.poll(paid).toBe(true);
    expect(orders.map(({ orderId }) => shop.inventory.stateOf(orderId))).toEqual(['HELD', 'HELD', 'HELD']);
    await shop.restart();
    shop.inventory.trouble = 'none';
    for (const { orderId } of orders) {
      await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('COMMITTED');
    }
  });
});
