import { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';
import { EUR, openShop, type Shop, wish } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
beforeEach(() => {
  shop.users.trouble = 'none';
});
afterAll(() => shop.close());

const heardOf = (orderId: string) => shop.users.notices.filter((notice) => notice.orderId === orderId);
/** Each notice once, as users takes it. */
const toldOf = (orderId: string) => [...new Map(heardOf(orderId).map((notice) => [notice.noticeId, notice])).values()];
const eventsOf = (orderId: string) => toldOf(orderId).map(({ event }) => event?.$case);

const soon = <T>(value: () => T | Promise<T>) => expect.poll(value, { timeout: 15_000 });

/** Resolves when nobody is due to hear anything, and no money is on its way that somebody would hear of. */
async function allTold(): Promise<void> {
  const owed = `SELECT 1 FROM buyer_notices UNION ALL SELECT 1 FROM refunds WHERE status = 'PENDING'`;
  await soon(async () => (await shop.sql(owed)).length).toBe(0);
}

describe('a buyer', () => {
  it('is told once of the order, of the parcel, and of money that went back', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const { orderId } = await buyer.place(wish(shop.book(9, EUR(1299n))));
    await soon(() => eventsOf(orderId)).toEqual(['confirmed']);
    await staff.update(orderId, OrderStatus.SHIPPED, { carrier: 'Bring', trackingNumber: 'B-17' });
    await soon(() => eventsOf(orderId)).toEqual(['confirmed', 'shipped']);
    await staff.refund(orderId, { amount: EUR(299n) });
    await soon(() => eventsOf(orderId)).toEqual(['confirmed', 'shipped', 'refunded']);
    await allTold();
    const told = toldOf(orderId);
    expect(new Set(told.map(({ userId }) => userId))).toEqual(new Set([buyer.userId]));
    expect(told.map(({ event }) => event?.value)).toMatchObject([
      { lines: [{ quantity: 1, unitPrice: EUR(1299n) }], total: EUR(1299n) },
      { carrier: 'Bring', trackingNumber: 'B-17' },
      { amount: EUR(299n) },
    ]);
  });

  it('of a paid order that is called off is told so, and in the same breath what comes back', async () => {
    const buyer = shop.customer();
    const { orderId } = await buyer.place(wish(shop.book(9, EUR(1299n))));
    await soon(() => eventsOf(orderId)).toEqual(['confirmed']);
    await buyer.cancel(orderId);
    await allTold();
    expect(toldOf(orderId).map(({ event }) => event)).toMatchObject([
      { $case: 'confirmed' },
      { $case: 'cancelled', value: { refund: EUR(1299n) } },
    ]);
  });

  it('of an unpaid order that is called off is told so', async () => {
    const buyer = shop.customer();
    const { orderId } = await buyer.place(wish(shop.book(), { paymentMethod: 'pm_card_threeDSecure2Required' }));
    await buyer.cancel(orderId);
    await allTold();
    expect(toldOf(orderId).map(({ event }) => event)).toEqual([{ $case: 'cancelled', value: { refund: undefined } }]);
  });

  it('is told nothing of an order that was not paid, nor of one that is done', async () => {
    const [buyer, staff] = [shop.customer(), shop.staff()];
    const declined = await refusal(buyer.place(wish(shop.book(), { paymentMethod: 'pm_card_chargeDeclined' })));
    const { orderId } = await buyer.place(wish(shop.book()));
    await staff.update(orderId, OrderStatus.SHIPPED, { carrier: 'Bring' });
    await staff.update(orderId, OrderStatus.COMPLETED);
    await allTold();
    expect(declined.reason).toBe('PAYMENT_DECLINED');
    expect(toldOf(declined.metadata['order_id']!)).toEqual([]);
    expect(eventsOf(orderId)).toHaveLength(2);
  });
});

describe('users', () => {
  it('that is down keeps nobody from ordering, and is told when it is up again', async () => {
    shop.users.trouble = 'down';
    const buyer = shop.customer();
    const placed = await Promise.all(Array.from({ length: 30 }, () => buyer.place(wish(shop.book()))));
    expect(new Set(placed.map(({ status }) => status))).toEqual(new Set([OrderStatus.PAID]));
    shop.users.trouble = 'none';
    await allTold();
    for (const { orderId } of placed) expect(eventsOf(orderId)).toEqual(['confirmed']);
  });

  it('whose answer is lost hears the same notice again, under the same id', async () => {
    shop.users.trouble = 'lost answer';
    const { orderId } = await shop.customer().place(wish(shop.book()));
    await soon(() => heardOf(orderId).length).toBeGreaterThan(2);
    shop.users.trouble = 'none';
    await allTold();
    expect(toldOf(orderId)).toHaveLength(1);
  });
});

describe('an erased account', () => {
  it('is told nothing any more', async () => {
    const buyer = shop.customer();
    shop.users.trouble = 'down';
    const { orderId } = await buyer.place(wish(shop.book()));
    await buyer.cancel(orderId);
    await shop.eraseUser(buyer.userId);
    await allTold();
    expect(toldOf(orderId)).toEqual([]);
  });
});
