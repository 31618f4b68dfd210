import { randomUUID } from 'node:crypto';
import { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';
import { openShop, type Shop, wish } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe("somebody else's order", () => {
  it('does not exist, and neither does their history', async () => {
    const [buyer, other] = [shop.customer(), shop.customer()];
    const { orderId } = await buyer.place(wish(shop.book()));
    for (const id of [orderId, randomUUID()]) {
      for (const call of [other.get, other.status, other.cancel]) {
        expect(await refusal(call(id))).toMatchObject({
          kind: 'NOT_FOUND',
          reason: 'ORDER_NOT_FOUND',
          metadata: { order_id: id },
        });
      }
    }
    expect(await refusal(other.history(buyer.userId))).toMatchObject({
      kind: 'NOT_FOUND',
      reason: 'USER_NOT_FOUND',
      metadata: { user_id: buyer.userId },
    });
    expect((await other.history()).orders).toEqual([]);
  });

  it('is for staff to see and to cancel', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const order = await buyer.place(wish(shop.book()));
    expect(await staff.get(order.orderId)).toEqual(order);
    expect((await staff.history(buyer.userId)).orders).toEqual([order]);
    expect((await staff.cancel(order.orderId)).status).toBe(OrderStatus.CANCELLED);
  });
});

describe('GetOrderHistory', () => {
  it('goes through all orders, newest first, by tokens that fit one user only', async () => {
    const buyer = shop.customer();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift((await buyer.place(wish(shop.book()))).orderId);
    const seen: string[] = [];
    let token = '';
    do {
      const page = await buyer.history('', 2, token);
      seen.push(...page.orders.map(({ orderId }) => orderId));
      token = page.nextPageToken;
    } while (token !== '');
    expect(seen).toEqual(ids);
    const { nextPageToken } = await buyer.history('', 2);
    const wrong = refusal(shop.customer().history('', 2, nextPageToken));
    expect(await wrong).toMatchObject({ kind: 'INVALID_ARGUMENT', reason: 'INVALID_PAGE_TOKEN' });
    expect((await shop.staff().history(buyer.userId, 2, nextPageToken)).orders).toHaveLength(2);
  });
});

describe('EraseUser', () => {
  it('waits until no order is open', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const waiting = await buyer.place(wish(shop.book(), { paymentMethod: '' }));
    const paid = await buyer.place(wish(shop.book()));
    const open = async () => (await refusal(shop.eraseUser(buyer.userId))).metadata;
    expect(await open()).toEqual({ open_orders: '2' });
    await buyer.cancel(waiting.orderId);
    await staff.update(paid.orderId, OrderStatus.SHIPPED, { carrier: 'Bring' });
    expect(await open()).toEqual({ open_orders: '1' });
    expect((await buyer.get(paid.orderId)).userId).toBe(buyer.userId);
    await staff.update(paid.orderId, OrderStatus.COMPLETED);
    await shop.eraseUser(buyer.userId);
  });

  it('takes the person out of every order, keeps the sums, and lets nobody order in their name', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const request = wish(shop.book());
    const placed = [await buyer.place(request), await buyer.place(wish(shop.book()))];
    for (const { orderId } of placed) await buyer.cancel(orderId, 'Nora moves to Bergen');
    await shop.eraseUser(buyer.userId);
    const erased = await staff.get(placed[0]!.orderId);
    expect(erased).toMatchObject({ userId: '', shippingAddress: undefined, cancelReason: '' });
    expect(erased).toMatchObject({ total: placed[0]!.total, lines: placed[0]!.lines, status: OrderStatus.CANCELLED });
    const rows = await shop.sql('SELECT * FROM orders WHERE order_id = ANY($1)', [
      placed.map((order) => order.orderId),
    ]);
    const dump = JSON.stringify(rows);
    expect(rows).toHaveLength(2);
    for (const trace of ['Nora', 'Helmer', 'Bygd', buyer.userId]) expect(dump).not.toContain(trace);

    for (const again of [request, wish(shop.book())]) {
      expect(await refusal(buyer.place(again))).toMatchObject({
        kind: 'FAILED_PRECONDITION',
        reason: 'ACCOUNT_DELETED',
      });
    }
    expect(await refusal(buyer.get(placed[0]!.orderId))).toMatchObject({ reason: 'ORDER_NOT_FOUND' });
    await shop.eraseUser(buyer.userId);
    expect(await staff.get(placed[0]!.orderId)).toEqual(erased);
  });

  it('remembers somebody who never ordered', async () => {
    const buyer = shop.customer();
    await shop.eraseUser(buyer.userId);
    expect(await refusal(buyer.place(wish(shop.book())))).toMatchObject({ reason: 'ACCOUNT_DELETED' });
  });
});
