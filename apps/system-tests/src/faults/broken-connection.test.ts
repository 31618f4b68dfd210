// Connections break in the middle of a call, also after the work was done and before the answer
// came: what is asked again is done once, and a slow network only makes it slow.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ShopUnderFaults } from './shop-under-faults.ts';

const ROUNDS = 4;

let shop: ShopUnderFaults;
beforeAll(async () => {
  shop = await ShopUnderFaults.open('broken', { links: { seed: 20_261_125 } });
});
afterAll(() => shop.stop());

const reservationCalls = () => shop.mesh.logs('inventory').split('ReservationService/ReserveStock').length - 1;

describe('an answer that is lost', () => {
  it('of inventory, to the holding of copies: they are held once', async () => {
    const [shopper] = shop.shoppers;
    await shop.sell(
      'Lost by inventory',
      async (buying, book) => {
        await buying.once(shopper!);
        const before = reservationCalls();
        for (let round = 0; round < ROUNDS; round += 1) {
          // Nothing but the next order has anything to say to inventory then.
          await shop.expectNothingHeld(book);
          const lost = shop.mesh.link('orders', 'inventory').loseReplies(1);
          await buying.once(shopper!);
          expect(await lost).toBe(1);
        }
        // Each was asked for twice: what was lost was an answer, not a request.
        await expect.poll(() => reservationCalls() - before).toBeGreaterThanOrEqual(2 * ROUNDS);
      },
      [],
    );
  }, 120_000);

  it('of the payment company, to the confirmation: the card is charged once', async () => {
    const [shopper] = shop.shoppers;
    await shop.sell(
      'Lost by the payment company',
      async (buying) => {
        await buying.once(shopper!);
        for (let round = 0; round < ROUNDS; round += 1) {
          // The first answer is to the preparation of the payment. The stripe package asks once more by itself
          // when a connection breaks; two lost answers leave orders not knowing whether the card was charged, until
          // it looks, or the payment company's webhook comes, which may be before the buyer asks again.
          const lost = shop.mesh.link('orders', 'payment-simulator').loseReplies(2, { after: 1 });
          await buying.once(shopper!);
          expect(await lost).toBe(2);
        }
      },
      [],
    );
  }, 120_000);

  it('of PostgreSQL, to one statement of an order after the other: the order is there once', async () => {
    const [shopper] = shop.shoppers;
    const link = shop.mesh.link('orders', 'postgres');
    await shop.sell(
      'Lost by PostgreSQL',
      async (buying) => {
        let lost = 0;
        for (let after = 0; after < 2 * ROUNDS; after += 1) {
          const losing = link.loseReplies(1, { after });
          await buying.once(shopper!);
          link.heal();
          lost += await losing;
        }
        expect(lost).toBeGreaterThan(ROUNDS);
      },
      [],
    );
  }, 120_000);
});

describe.each(['inventory', 'payment-simulator', 'postgres'] as const)('orders and %s', (other) => {
  it('may lose all connections again and again', async () => {
    await shop.sell(`Reset ${other}`, async (buying) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        shop.mesh.link('orders', other).reset();
        await buying.goOn(1);
      }
    });
  }, 120_000);

  it('may be far from each other', async () => {
    await shop.sell(`Far from ${other}`, async (buying) => {
      shop.mesh.link('orders', other).delay({ ms: 20, jitterMs: 20 });
      await buying.goOn(2 * shop.shoppers.length);
      shop.mesh.link('orders', other).heal();
    });
  }, 120_000);
});

describe('after all that', () => {
  it('every copy is where the orders say', () => shop.expectStockAddsUp(), 200_000);
  it('the charges are what the orders say, to the cent', () => shop.expectMoneyAddsUp());
});
