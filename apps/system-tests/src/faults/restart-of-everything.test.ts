// A power cut: everything is killed at the same moment, while orders are placed, and started again.
import { afterAll, beforeAll, it } from 'vitest';
import { ShopUnderFaults } from './shop-under-faults.ts';

const EVERYTHING = ['postgres', 'payment-simulator', 'users', 'inventory', 'orders'] as const;

let shop: ShopUnderFaults;
beforeAll(async () => {
  shop = await ShopUnderFaults.open('power-cut');
});
afterAll(() => shop.stop());

it('keeps every order that was acknowledged, and every copy and cent', async () => {
  await shop.sell('Power cut', async (buying) => {
    await Promise.all(EVERYTHING.map((name) => shop.mesh.kill(name)));
    await buying.stall();
    for (const name of EVERYTHING) await shop.mesh.restart(name);
  });
  await shop.expectStockAddsUp();
  await shop.expectMoneyAddsUp();
}, 300_000);
