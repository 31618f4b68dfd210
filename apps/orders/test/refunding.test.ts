import { randomUUID } from 'node:crypto';
import { OrderStatus, RefundStatus } from '@bookstore/contracts/orders/v1/order';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';
import { EUR, openShop, type Shop, wish } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const auditOf = (orderId: string) =>
  shop.sql('SELECT staff_user_id, action FROM audit_log WHERE order_id = $1 ORDER BY entry_id', [orderId]);

describe('RefundOrder', () => {
  it('gives a part back, then all that is left; the order stays where it is, and so do its copies', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const bookId = shop.book(5);
    const { orderId, etag } = await buyer.place(wish(bookId));
    const part = await staff.refund(orderId, { amount: EUR(300n), reason: 'a torn cover' });
    expect(part.refund).toMatchObject({
      orderId,
      amount: EUR(300n),
      reason: 'a torn cover',
    });
    // The payment company may have been told by the time that the refund is read for the answer.
    expect([RefundStatus.PENDING, RefundStatus.DONE]).toContain(part.refund?.status);
    expect(part.order).toMatchObject({ status: OrderStatus.PAID, refunded: EUR(300n), version: 3n });
    expect(part.order!.etag).not.toBe(etag);
    const rest = await staff.refund(orderId);
    expect(rest.refund?.amount).toEqual(EUR(999n));
    expect(rest.order).toMatchObject({ status: OrderStatus.PAID, captured: EUR(1299n), refunded: EUR(1299n) });
    await expect
      .poll(() => buyer.refunds(orderId))
      .toMatchObject([{ status: RefundStatus.DONE }, { status: RefundStatus.DONE }]);
    expect(await shop.payments.kept(orderId)).toBe(0);
    await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('COMMITTED');
    expect(shop.inventory.books.get(bookId)?.onHand).toBe(4);
    expect(await auditOf(orderId)).toEqual([
      { staff_user_id: staff.userId, action: 'order refunded' },
      { staff_user_id: staff.userId, action: 'order refunded' },
    ]);
  });

  it('is for orders that are on their way or have arrived, too, and leaves a cancellation only what is left', async () => {
    const staff = shop.staff();
    const sold = await shop.customer().place(wish(shop.book()));
    await staff.update(sold.orderId, OrderStatus.SHIPPED, { carrier: 'Bring' });
    await staff.update(sold.orderId, OrderStatus.COMPLETED);
    expect((await staff.refund(sold.orderId)).order?.status).toBe(OrderStatus.COMPLETED);

    const { orderId } = await shop.customer().place(wish(shop.book()));
    await staff.refund(orderId, { amount: EUR(1000n) });
    await staff.update(orderId, OrderStatus.CANCELLED);
    await expect.poll(() => shop.payments.kept(orderId)).toBe(0);
    expect((await staff.refunds(orderId)).map(({ amount }) => amount)).toEqual([EUR(1000n), EUR(299n)]);
  });

  it('never gives back more than was taken, by however many at the same moment', async () => {
    const { orderId } = await shop.customer().place(wish(shop.book()));
    const tries = Array.from({ length: 8 }, () => shop.staff().refund(orderId, { amount: EUR(400n) }));
    const answers = await Promise.allSettled(tries);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await refusal(shop.staff().refund(orderId, { amount: EUR(100n) }))).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'REFUND_TOO_LARGE',
      metadata: { order_id: orderId, refundable_minor_units: '99' },
    });
    await expect.poll(() => shop.payments.kept(orderId)).toBe(99);
    await shop.staff().refund(orderId);
    expect(await refusal(shop.staff().refund(orderId))).toMatchObject({ metadata: { refundable_minor_units: '0' } });
  });

  it('repeated with its request id is the same refund, also at the same moment', async () => {
    const staff = shop.staff();
    const { orderId } = await shop.customer().place(wish(shop.book()));
    const request = { requestId: randomUUID(), amount: EUR(100n), reason: 'late' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => staff.refund(orderId, request)));
    expect(new Set(answers.map(({ refund }) => refund?.refundId)).size).toBe(1);
    const upper = { ...request, requestId: request.requestId.toUpperCase() };
    expect((await staff.refund(orderId, upper)).refund?.refundId).toBe(answers[0]?.refund?.refundId);
    expect(await staff.refunds(orderId)).toHaveLength(1);
    await expect.poll(() => shop.payments.kept(orderId)).toBe(1199);
  });

  it('refuses other content under a request id: another amount, reason, or order', async () => {
    const staff = shop.staff();
    const [first, second] = [
      await shop.customer().place(wish(shop.book())),
      await shop.customer().place(wish(shop.book())),
    ];
    const request = { requestId: randomUUID(), amount: EUR(100n), reason: 'late' };
    await staff.refund(first.orderId, request);
    const others = [
      staff.refund(first.orderId, { ...request, amount: EUR(101n) }),
      staff.refund(first.orderId, { ...request, amount: undefined }),
      staff.refund(first.orderId, { ...request, reason: '' }),
      staff.refund(second.orderId, request),
    ];
    for (const other of others.map(refusal)) {
      expect(await other).toMatchObject({
        kind: 'FAILED_PRECONDITION',
        reason: 'REQUEST_ID_REUSED',
        metadata: { request_id: request.requestId },
      });
    }
  });

  it('under one request id for two orders at the same moment is one refund and one refusal', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [staff, requestId] = [shop.staff(), randomUUID()];
      const orders = [await shop.customer().place(wish(shop.book())), await shop.customer().place(wish(shop.book()))];
      const answers = await Promise.allSettled(orders.map(({ orderId }) => staff.refund(orderId, { requestId })));
      expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const refused = answers.find(({ status }) => status === 'rejected');
      expect(refused).toMatchObject({ reason: { reason: 'REQUEST_ID_REUSED' } });
    }
  });

  it('refuses an order that nothing was taken for, by name', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const waiting = await buyer.place(wish(shop.book(), { paymentMethod: '' }));
    expect(await refusal(staff.refund(waiting.orderId))).toMatchObject({
      reason: 'REFUND_TOO_LARGE',
      metadata: { order_id: waiting.orderId, refundable_minor_units: '0' },
    });
    await buyer.cancel(waiting.orderId);
    expect(await refusal(staff.refund(waiting.orderId))).toMatchObject({
      kind: 'FAILED_PRECONDITION',
      reason: 'ORDER_CLOSED',
      metadata: { order_id: waiting.orderId, status: 'CANCELLED' },
    });
    expect(await refusal(staff.refund(randomUUID()))).toMatchObject({ kind: 'NOT_FOUND', reason: 'ORDER_NOT_FOUND' });
  });

  it('refuses an amount of nothing, and one in another currency, by the field', async () => {
    const { orderId } = await shop.customer().place(wish(shop.book()));
    expect(await refusal(shop.staff().refund(orderId, { amount: EUR(0n) }))).toMatchObject({
      kind: 'INVALID_ARGUMENT',
      fields: [{ field: 'amount.minor_units' }],
    });
    const dollars = { currencyCode: 'USD', minorUnits: 100n };
    expect(await refusal(shop.staff().refund(orderId, { amount: dollars }))).toMatchObject({
      kind: 'INVALID_ARGUMENT',
      fields: [{ field: 'amount.currency_code' }],
    });
  });

  it('is written before the payment company is told, and is told by the sweep when that was away', async () => {
    const { orderId } = await shop.customer().place(wish(shop.book()));
    await shop.payments.stop();
    expect((await shop.staff().refund(orderId)).refund?.status).toBe(RefundStatus.PENDING);
    await shop.restart();
    await shop.payments.start();
    await expect.poll(() => shop.staff().refunds(orderId)).toMatchObject([{ status: RefundStatus.DONE }]);
    expect(await shop.payments.kept(orderId)).toBe(0);
  });

  it('can be asked for again, by a new request, when the payment company refused it', async () => {
    const staff = shop.staff();
    const { orderId } = await shop.customer().place(wish(shop.book()));
    await shop.sql("UPDATE orders SET payment_intent_id = 'pi_of_another_account' WHERE order_id = $1", [orderId]);
    await staff.update(orderId, OrderStatus.CANCELLED);
    await expect.poll(() => staff.refunds(orderId)).toMatchObject([{ status: RefundStatus.FAILED }]);
    const [intent] = await shop.payments.paymentsOf(orderId);
    await shop.sql('UPDATE orders SET payment_intent_id = $2 WHERE order_id = $1', [orderId, intent!.id]);
    await staff.refund(orderId);
    await expect.poll(() => shop.payments.kept(orderId)).toBe(0);
  });

  it('loses its reason with the account of the buyer, and is still the same refund when it is repeated', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const { orderId } = await buyer.place(wish(shop.book()));
    const request = { requestId: randomUUID(), reason: 'Nora moved' };
    const { refund } = await staff.refund(orderId, request);
    await staff.update(orderId, OrderStatus.SHIPPED, { carrier: 'Bring' });
    await staff.update(orderId, OrderStatus.COMPLETED);
    await shop.eraseUser(buyer.userId);
    expect((await staff.refund(orderId, request)).refund).toMatchObject({ refundId: refund?.refundId, reason: '' });
  });
});
