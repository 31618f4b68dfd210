import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@bookstore/service-kit';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStripeGateway } from '../src/gateways/stripe-gateway.ts';
import { PaymentSimulator } from './payment-simulator.ts';
import { EUR } from './shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'orders-gateway-'));
const payments = new PaymentSimulator(folder);
beforeAll(() => payments.start());
afterAll(async () => {
  await payments.stop();
  rmSync(folder, { recursive: true });
});

/** Both ends: ours, and the payment company as it is. */
function open() {
  const { hostname: host, port } = new URL(payments.url);
  const stripe = new Stripe(payments.secretKey, { protocol: 'http', host, port, telemetry: false });
  const gateway = createStripeGateway({
    ...{ apiUrl: payments.url, secretKey: payments.secretKey, timeoutMs: 5_000, returnUrl: 'https://shop.example/' },
    logger: createLogger('orders', 'silent'),
  });
  return { gateway, stripe };
}

it('a refund whose key the payment company has forgotten is found, also among more than one page of others', async () => {
  const { gateway, stripe } = open();
  const orderId = randomUUID();
  const paymentIntentId = await gateway.create({ orderId, amount: EUR(1000n) });
  await gateway.confirm({ orderId, paymentIntentId, paymentMethod: 'pm_card_visa' });
  const ids = Array.from({ length: 101 }, () => randomUUID());
  for (const refund_id of ids) {
    // Without our idempotency key, as if a day had passed.
    await stripe.refunds.create({ payment_intent: paymentIntentId, amount: 1, metadata: { refund_id } });
  }
  expect(await gateway.refund({ refundId: ids[0]!, orderId, paymentIntentId, amount: EUR(1n) })).toBe('DONE');
  expect(await payments.kept(orderId)).toBe(1000 - 101);
});

it.each([
  ['EUR', 5000],
  ['HUF', 5000],
  ['JPY', 5000],
  ['ISK', 500_000],
  ['UGX', 500_000],
])('5000 minor units of %s are %i to Stripe', async (currencyCode, amount) => {
  const { gateway, stripe } = open();
  const money = (minorUnits: bigint) => ({ currencyCode, minorUnits });
  const orderId = randomUUID();
  const paymentIntentId = await gateway.create({ orderId, amount: money(5000n) });
  const paid = await gateway.confirm({ orderId, paymentIntentId, paymentMethod: 'pm_card_visa' });
  expect(paid).toEqual({ kind: 'SUCCEEDED', captured: money(5000n) });
  expect(await stripe.paymentIntents.retrieve(paymentIntentId)).toMatchObject({ amount, amount_received: amount });
  expect(await gateway.refund({ refundId: randomUUID(), orderId, paymentIntentId, amount: money(1000n) })).toBe('DONE');
  expect(await payments.kept(orderId)).toBe((amount / 5) * 4);
});
