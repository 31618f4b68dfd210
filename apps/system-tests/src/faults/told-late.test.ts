// The payment company tells of payments over a network that fails: it tells again until it was heard, and each order
// changes once.
import type { Bookstore, Order } from '@bookstore/client';
import type { Link, Mesh } from '@bookstore/mesh';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';

/** Nothing is looked up within an hour, so what becomes known of a payment was told. */
const TOLD_ONLY = { PAYMENT_CHECK_AFTER_MS: '3600000', PAYMENT_SWEEP_MS: '3600000' };

let mesh: Mesh;
let shopper: Bookstore;
let link: Link;
beforeAll(async () => {
  mesh = await startMesh('told', { links: { seed: 20_261_126 }, settings: { orders: TOLD_ONLY } });
  shopper = await newShopper(mesh.door);
  link = mesh.link('payment-simulator', 'orders');
});
afterEach(() => link.heal());
afterAll(() => mesh.stop());

/**
 * An order whose buyer has confirmed the payment at the bank's page, all of it while something is done to the network:
 * what is told of the order's beginning would have orders look at the payment, and find it confirmed.
 */
async function confirmedDuring(disturb: () => void): Promise<Order> {
  const book = await stockBook(await newClerk(mesh.door, STAFF), 'Told late', 1);
  disturb();
  const order = await shopper.orders.place({ ...orderOf([book, 1]), paymentMethod: 'pm_card_authenticationRequired' });
  const body = new URLSearchParams({ decision: 'confirm' });
  await fetch(order.nextAction!.redirectUrl!, { method: 'POST', body, redirect: 'manual' });
  return order;
}

const statusOf = async ({ orderId }: Order) => (await shopper.orders.get(orderId)).order.status;

async function expectPaidOnce(order: Order): Promise<void> {
  await expect.poll(() => statusOf(order), { timeout: 30_000 }).toBe('PAID');
  const { changes } = await shopper.orders.status(order.orderId);
  expect(changes.map(({ status }) => status)).toEqual(['AWAITING_PAYMENT', 'PAID']);
}

describe('between the payment company and orders', () => {
  it('a partition keeps an order waiting until it heals', async () => {
    const order = await confirmedDuring(() => link.partition('there'));
    expect(await statusOf(order)).toBe('AWAITING_PAYMENT');
    link.heal();
    await expectPaidOnce(order);
  });

  it('an answer that is lost has the event told again', async () => {
    let lost: Promise<number> | undefined;
    const order = await confirmedDuring(() => {
      lost = link.loseReplies(3);
    });
    expect(await lost).toBe(3);
    await expectPaidOnce(order);
  });

  it('a reset, and delay, make it late', async () => {
    const order = await confirmedDuring(() => {
      link.reset();
      link.delay({ ms: 50, jitterMs: 50 });
    });
    await expectPaidOnce(order);
  });
});
