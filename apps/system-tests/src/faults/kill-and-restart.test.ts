// Each service, and PostgreSQL, is killed while orders are placed, and started again: what was
// acknowledged stays, what was not can be asked for again, and nothing is sold or charged twice.
import { afterAll, beforeAll, describe, it } from 'vitest';
import { ShopUnderFaults } from './shop-under-faults.ts';

let shop: ShopUnderFaults;
beforeAll(async () => {
  shop = await ShopUnderFaults.open('killed');
});
afterAll(() => shop.stop());

describe.each(['orders', 'inventory', 'users', 'payment-simulator', 'postgres'] as const)('kill -9 of %s', (victim) => {
  it('loses, doubles and oversells nothing', async () => {
    await shop.sell(`Killed ${victim}`, async (buying) => {
      await shop.mesh.kill(victim);
      // Whoever is signed in buys without users.
      await (victim === 'users' ? buying.goOn(shop.shoppers.length) : buying.stall());
      await shop.mesh.restart(victim);
    });
  }, 120_000);
});

describe('after all that', () => {
  it('every copy is where the orders say', () => shop.expectStockAddsUp(), 200_000);
  it('the charges are what the orders say, to the cent', () => shop.expectMoneyAddsUp());
});
