// Each process is held still (SIGSTOP) beyond the patience of whoever calls it, while orders are
// placed: everybody hears in time that nothing is known, and what they asked for happens once.
import { BookstoreError } from '@bookstore/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAFF } from '../mesh-for-tests.ts';
import { visit } from '../shoppers.ts';
import { ShopUnderFaults } from './shop-under-faults.ts';

let shop: ShopUnderFaults;
beforeAll(async () => {
  shop = await ShopUnderFaults.open('paused');
});
afterAll(() => shop.stop());

describe.each(['orders', 'inventory', 'payment-simulator', 'postgres'] as const)('%s held still', (victim) => {
  it('makes callers ask again, and what they asked for happens once', async () => {
    await shop.sell(`Held ${victim}`, async (buying) => {
      await shop.mesh.pause(victim);
      await buying.stall();
      await shop.mesh.resume(victim);
    });
  }, 120_000);
});

describe('users held still', () => {
  it('keeps people from signing in, and nobody who has from buying', async () => {
    await shop.sell('Held users', async (buying) => {
      await shop.mesh.pause('users');
      using visitor = visit(shop.mesh.door);
      const refusal = await visitor.account.signIn(STAFF, { timeoutMs: 1_000 }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(BookstoreError);
      expect(['UNAVAILABLE', 'DEADLINE_EXCEEDED']).toContain((refusal as BookstoreError).code);
      await buying.goOn(shop.shoppers.length);
      await shop.mesh.resume('users');
      await visitor.account.signIn(STAFF);
    });
  }, 120_000);
});

describe('after all that', () => {
  it('every copy is where the orders say', () => shop.expectStockAddsUp(), 200_000);
  it('the charges are what the orders say, to the cent', () => shop.expectMoneyAddsUp());
});
