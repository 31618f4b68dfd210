import { OrderActor, OrderStatus } from '@bookstore/contracts/orders/v1/order';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';
import { EUR, openShop, type Shop, wish } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe('UpdateOrderStatus', () => {
  it('ships and completes an order, tells how it came there, and leaves a trace of who did it', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const { orderId, etag } = await buyer.place(wish(shop.book()));
    const parcel = { carrier: 'Bring', trackingNumber: 'NO1', etag };
    const shipped = await staff.update(orderId, OrderStatus.SHIPPED, parcel);
    expect(shipped).toMatchObject({
      status: OrderStatus.SHIPPED,
      shipment: { carrier: 'Bring', trackingNumber: 'NO1' },
    });
    expect(Math.abs(shipped.shipment!.shipTime!.getTime() - Date.now())).toBeLessThan(60_000);
    const completed = await staff.update(orderId, OrderStatus.COMPLETED, { etag: shipped.etag });
    expect(await buyer.get(orderId)).toEqual(completed);
    expect(await buyer.status(orderId)).toMatchObject({
      orderId,
      status: OrderStatus.COMPLETED,
      version: 4n,
      shipment: shipped.shipment,
      changes: [
        { status: OrderStatus.AWAITING_PAYMENT, actor: OrderActor.OWNER, version: 1n },
        { status: OrderStatus.PAID, actor: OrderActor.SYSTEM, version: 2n },
        { status: OrderStatus.SHIPPED, actor: OrderActor.STAFF, version: 3n },
        { status: OrderStatus.COMPLETED, actor: OrderActor.STAFF, version: 4n },
      ],
    });
    const trace = 'SELECT staff_user_id, action FROM audit_log WHERE order_id = $1 ORDER BY entry_id';
    expect(await shop.sql(trace, [orderId])).toEqual([
      { staff_user_id: staff.userId, action: 'order shipped' },
      { staff_user_id: staff.userId, action: 'order completed' },
    ]);
  });

  it('asks for a carrier', async () => {
    const { orderId } = await shop.customer().place(wish(shop.book()));
    expect(await refusal(shop.staff().update(orderId, OrderStatus.SHIPPED))).toMatchObject({
      kind: 'INVALID_ARGUMENT',
      fields: [{ field: 'carrier' }],
    });
  });

  it('refuses moves that no state allows, naming both, and states that nobody sets by hand', async () => {
    const { orderId } = await shop.customer().place(wish(shop.book()));
    const hand = [OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID, OrderStatus.PAYMENT_FAILED, OrderStatus.EXPIRED];
    for (const status of [...hand, OrderStatus.COMPLETED]) {
      expect(await refusal(shop.staff().update(orderId, status))).toMatchObject({
        kind: 'FAILED_PRECONDITION',
        reason: 'ILLEGAL_TRANSITION',
        metadata: { order_id: orderId, from: 'PAID' },
      });
    }
    expect(await refusal(shop.staff().update(orderId, 99 as OrderStatus))).toMatchObject({
      kind: 'INVALID_ARGUMENT',
      fields: [{ field: 'status' }],
    });
  });

  it('refuses a stale etag, and lets one of two at the same moment win', async () => {
    const { orderId, etag } = await shop.customer().place(wish(shop.book()));
    const ship = (carrier: string) => shop.staff().update(orderId, OrderStatus.SHIPPED, { carrier, etag });
    const moves = await Promise.allSettled([ship('Bring'), ship('Posten')]);
    expect(moves.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await refusal(ship('DHL'))).toMatchObject({ kind: 'ABORTED', reason: 'ETAG_MISMATCH' });
  });

  it('cancels a paid order for the shop, and not one that its buyer can still pay', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const { orderId } = await buyer.place(wish(shop.book()));
    expect(await staff.update(orderId, OrderStatus.CANCELLED)).toMatchObject({ refunded: EUR(1299n) });
    const waiting = await buyer.place(wish(shop.book(), { paymentMethod: '' }));
    expect(await refusal(staff.update(waiting.orderId, OrderStatus.CANCELLED))).toMatchObject({
      reason: 'ILLEGAL_TRANSITION',
      metadata: { from: 'AWAITING_PAYMENT', to: 'CANCELLED' },
    });
  });
});

describe('ListOrders', () => {
  it('filters, newest first, page by page, by tokens that fit this very list', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const placed = [];
    for (let index = 0; index < 5; index += 1) placed.push(await buyer.place(wish(shop.book())));
    const ids = placed.map(({ orderId }) => orderId).toReversed();
    await staff.update(ids[0]!, OrderStatus.SHIPPED, { carrier: 'Bring' });

    const mine = { userId: buyer.userId, pageSize: 2 };
    const first = await staff.list(mine);
    const second = await staff.list({ ...mine, pageToken: first.nextPageToken });
    const third = await staff.list({ ...mine, pageToken: second.nextPageToken });
    expect([first, second, third].flatMap(({ orders }) => orders.map(({ orderId }) => orderId))).toEqual(ids);
    expect(third.nextPageToken).toBe('');

    const withToken = (pageToken: string) => refusal(staff.list({ pageSize: 2, pageToken }));
    expect(await withToken(first.nextPageToken)).toMatchObject({
      kind: 'INVALID_ARGUMENT',
      reason: 'INVALID_PAGE_TOKEN',
    });
    const shipped = await staff.list({ userId: buyer.userId, status: OrderStatus.SHIPPED });
    expect(shipped.orders.map(({ orderId }) => orderId)).toEqual([ids[0]]);
    const time = placed[2]!.createTime!;
    const since = await staff.list({ userId: buyer.userId, placedAfter: time });
    const until = await staff.list({ userId: buyer.userId, placedBefore: time });
    expect([since.orders.length, until.orders.length]).toEqual([3, 2]);
  });
});

describe('GetSalesReport', () => {
  const [start, end] = [new Date('2031-03-01T00:00:00Z'), new Date('2031-04-01T00:00:00Z')];

  it('adds up what was paid and not called off, by day in UTC and by title', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const [rare, common] = [shop.book(50, EUR(1000n)), shop.book(50, EUR(10n))];
    const dollars = shop.book(50, { currencyCode: 'USD', minorUnits: 7n });
    const sell = async (lines: [string, number][], time: string) => {
      const bought = lines.map(([bookId, quantity]) => ({ bookId, quantity }));
      const { orderId } = await buyer.place(wish(rare, { lines: bought }));
      await shop.sql('UPDATE orders SET create_time = $2 WHERE order_id = $1', [orderId, time]);
      return orderId;
    };
    await sell(
      [
        [rare, 1],
        [common, 5],
      ],
      '2031-03-01T00:00:00Z',
    );
    await sell([[common, 3]], '2031-03-01T23:59:59Z');
    await sell([[dollars, 2]], '2031-03-02T01:30:00+02:00');
    await sell([[rare, 9]], '2031-04-01T00:00:00Z');
    await staff.update(await sell([[rare, 30]], '2031-03-05T12:00:00Z'), OrderStatus.CANCELLED);

    expect(await staff.report(start, end)).toEqual({
      days: [
        { day: '2031-03-01', orders: 2n, copies: 9n, revenue: EUR(1080n) },
        { day: '2031-03-01', orders: 1n, copies: 2n, revenue: { currencyCode: 'USD', minorUnits: 14n } },
      ],
      titles: [
        { bookId: common, title: shop.inventory.books.get(common)?.title, copies: 8n },
        { bookId: dollars, title: shop.inventory.books.get(dollars)?.title, copies: 2n },
        { bookId: rare, title: shop.inventory.books.get(rare)?.title, copies: 1n },
      ],
    });
    expect((await staff.report(start, end, 1)).titles).toHaveLength(1);
  });

  it('refuses a span that ends before it starts, and one of more than 366 days', async () => {
    for (const [from, to] of [
      [end, start],
      [start, start],
      [start, new Date('2032-03-02T00:00:01Z')],
    ] as const) {
      expect(await refusal(shop.staff().report(from, to))).toMatchObject({
        kind: 'INVALID_ARGUMENT',
        fields: [{ field: 'end_time' }],
      });
    }
  });
});
