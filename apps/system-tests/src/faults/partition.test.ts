// The network between orders and what it needs comes apart, one way or both, while orders are
// placed: what does not need it goes on, and after the healing everything that was asked for
// happened once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ShopUnderFaults } from './shop-under-faults.ts';

let shop: ShopUnderFaults;
beforeAll(async () => {
  shop = await ShopUnderFaults.open('parted', { links: { seed: 20_261_125 } });
});
afterAll(() => shop.stop());

const firstBook = async () => (await shop.clerk.books.list({ pageSize: 1 })[Symbol.asyncIterator]().next()).value;
const firstOrder = async () => (await shop.shoppers[0]!.orders.history()[Symbol.asyncIterator]().next()).value;

describe.each(['there', 'back', 'both'] as const)('a partition %s', (direction) => {
  it('of orders from inventory leaves catalogue and histories to be read', async () => {
    const link = shop.mesh.link('orders', 'inventory');
    await shop.sell(`Parted from inventory ${direction}`, async (buying) => {
      link.partition(direction);
      await buying.stall();
      expect(await firstBook()).toBeDefined();
      expect(await firstOrder()).toBeDefined();
      link.heal();
    });
  }, 120_000);

  it('of orders from its database leaves the catalogue to be read', async () => {
    const link = shop.mesh.link('orders', 'postgres');
    await shop.sell(`Parted from PostgreSQL ${direction}`, async (buying) => {
      link.partition(direction);
      await buying.stall();
      expect(await firstBook()).toBeDefined();
      link.heal();
    });
  }, 120_000);
});

describe('after all that', () => {
  it('every copy is where the orders say', () => shop.expectStockAddsUp(), 200_000);
  it('the charges are what the orders say, to the cent', () => shop.expectMoneyAddsUp());
});
