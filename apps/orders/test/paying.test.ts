import { NextActionKind, OrderStatus } from '@bookstore/contracts/orders/v1/order';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';
import { EUR, openShop, type Shop, waitingOnly, wish } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

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
      await expect.poll(settled).toBe(expected);
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
      await expect.poll(status).toBe(OrderStatus.PAID);
      expect(await shop.payments.kept(order.orderId)).toBe(1299);
    },
  );

  it('whose outcome was unknown is known to the next repeat, without waiting for a sweep', async () => {
    const unswept = await openShop({ PAYMENT_CHECK_AFTER_MS: '600000' });
    try {
      const buyer = unswept.customer();
      const request = wish(unswept.book(), { paymentMethod: 'pm_simulator_captureThen500' });
      expect((await buyer.place(request)).status).toBe(OrderStatus.AWAITING_PAYMENT);
      expect((await buyer.place({ ...request, paymentMethod: '' })).status).toBe(OrderStatus.PAID);
      const secured = wish(unswept.book(), { paymentMethod: 'pm_card_authenticationRequired' });
      const { nextAction } = await buyer.place(secured);
      await unswept.payments.authenticate(nextAction!.redirectUrl, 'confirm');
      expect((await buyer.place(secured)).status).toBe(OrderStatus.PAID);
    } finally {
      await unswept.close();
    }
  });

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

  it('that comes with a repeat is known to be on its way before it is, as that of a first try', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book());
    const { orderId } = await buyer.place({ ...request, paymentMethod: '' });
    await buyer.place(request);
    const before = await shop.sql('SELECT next_action FROM order_versions WHERE order_id = $1 ORDER BY version', [
      orderId,
    ]);
    expect(before).toEqual([{ next_action: null }, { next_action: 'WAIT' }]);
  });

  it('goes on when its caller has gone; a repeat that is out of time too hears that it is on its way', async () => {
    const patient = await openShop({ PAYMENT_TIMEOUT_MS: '15000' });
    try {
      const buyer = patient.customer();
      const request = wish(patient.book(), { paymentMethod: 'pm_simulator_slow_8000' });
      for (const ms of [2_500, 2_500]) {
        expect(await refusal(waitingOnly(ms, () => buyer.place(request)))).toMatchObject({
          kind: 'UNAVAILABLE',
          reason: 'REQUEST_IN_PROGRESS',
          metadata: { request_id: request.requestId },
          retryAfterMs: 500,
        });
      }
      const order = await buyer.place(request);
      expect(order.status).toBe(OrderStatus.PAID);
      expect(await patient.payments.kept(order.orderId)).toBe(1299);
    } finally {
      await patient.close();
    }
  });

  it('counts as a write, also when its caller has gone', async () => {
    const small = await openShop({ INVENTORY_TIMEOUT_MS: '30000', MAX_RUNNING_WRITES: '2' });
    try {
      small.inventory.trouble = 'hang';
      const place = () => refusal(waitingOnly(2_500, () => small.customer().place(wish(small.book()))));
      const first = await Promise.all([place(), place()]);
      expect(first.map(({ kind }) => kind)).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
      expect(await place()).toMatchObject({ kind: 'RESOURCE_EXHAUSTED', reason: 'OVERLOADED' });
    } finally {
      await small.close();
    }
  });
});
