import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Authority } from '@bookstore/certificates';
import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatorProcess } from './simulator-process.ts';
import { WEBHOOK_SECRET, WebhookReceiver } from './webhook-receiver.ts';

let simulator: SimulatorProcess;
let receiver: WebhookReceiver;
let settings: Record<string, string>;
let stripe: Stripe;

beforeEach(async () => {
  simulator = new SimulatorProcess();
  receiver = new WebhookReceiver();
  const secretFile = join(simulator.folder, 'webhook-secret');
  writeFileSync(secretFile, `${WEBHOOK_SECRET}\n`);
  settings = { WEBHOOK_URL: await receiver.start(), WEBHOOK_SECRET_FILE: secretFile, WEBHOOK_RETRY_MS: '20' };
});
afterEach(async () => {
  receiver.stop();
  await simulator.remove();
});

async function start(more: Record<string, string> = {}): Promise<void> {
  await simulator.start({ ...settings, ...more });
  stripe = simulator.stripe();
}

const order: Stripe.PaymentIntentCreateParams = {
  amount: 1_234,
  currency: 'usd',
  allowed_payment_method_types: ['card'],
  metadata: { order_id: 'o-1' },
};
const pay = (payment_method: string) =>
  stripe.paymentIntents.create({ ...order, payment_method, confirm: true, return_url: 'https://shop.example/' });

describe('the shop', () => {
  it('hears of a payment, with the payment as it was at that moment, signed as Stripe signs', async () => {
    await start();
    const { id } = await stripe.paymentIntents.create(order);
    await expect.poll(() => receiver.typesOf(id)).toEqual(['payment_intent.created']);
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    await expect.poll(() => receiver.typesOf(id)).toEqual(['payment_intent.created', 'payment_intent.succeeded']);
    const [created, succeeded] = receiver.heard;
    expect(created).toMatchObject({
      object: 'event',
      livemode: false,
      data: { object: { status: 'requires_payment_method' } },
    });
    expect(succeeded?.data.object).toEqual(JSON.parse(JSON.stringify(paid)));
    expect(succeeded?.id).toMatch(/^evt_/);
  });

  it('hears of what did not succeed: 3-D Secure that is asked for and refused, declines, cancellations', async () => {
    await start();
    const { id, next_action } = await pay('pm_card_authenticationRequired');
    const body = new URLSearchParams({ decision: 'refuse' });
    await expect.poll(() => receiver.typesOf(id)).toContain('payment_intent.requires_action');
    await fetch(next_action!.redirect_to_url!.url!, { method: 'POST', body, redirect: 'manual' });
    await expect.poll(() => receiver.typesOf(id)).toContain('payment_intent.payment_failed');
    const other = await stripe.paymentIntents.create(order);
    await stripe.paymentIntents.confirm(other.id, { payment_method: 'pm_card_chargeDeclined' }).catch(() => undefined);
    await expect.poll(() => receiver.typesOf(other.id)).toContain('payment_intent.payment_failed');
    await stripe.paymentIntents.cancel(other.id);
    await expect.poll(() => receiver.typesOf(other.id)).toContain('payment_intent.canceled');
  });

  it.each([
    ['pm_card_visa', ['refund.created'], ['succeeded']],
    ['pm_card_pendingRefund', ['refund.created', 'refund.updated'], ['pending', 'succeeded']],
    ['pm_card_refundFail', ['refund.created', 'refund.updated', 'refund.failed'], ['succeeded', 'failed', 'failed']],
  ])('hears what becomes of a refund of %s, when it does', async (method, types, statuses) => {
    await start();
    const intent = await pay(method);
    const { id } = await stripe.refunds.create({ payment_intent: intent.id });
    await expect.poll(() => receiver.typesOf(id).toSorted(), { timeout: 3_000 }).toEqual(types.toSorted());
    const objects = receiver.heard.map(({ data }) => data.object as Stripe.Refund);
    const seen = objects.filter((object) => object.id === id).map(({ status }) => status);
    expect(seen.toSorted()).toEqual(statuses.toSorted());
  });

  it('hears again what it did not take, until it does', async () => {
    await start();
    receiver.answers.push(500, 404, 302);
    const { id } = await stripe.paymentIntents.create(order);
    await expect.poll(() => receiver.typesOf(id)).toHaveLength(4);
    expect(new Set(receiver.heard.map((event) => event.id)).size).toBe(1);
  });

  it.each(['none', 'half'] as const)('hears again what it gave %s of an answer to', async (answer) => {
    await start();
    receiver.answers.push(answer);
    const { id } = await stripe.paymentIntents.create(order);
    await expect.poll(() => receiver.typesOf(id), { timeout: 15_000 }).toHaveLength(2);
  });

  it('hears after kill -9 what it had not taken before, and no more of what it had', async () => {
    await start({ WEBHOOK_RETRY_MS: '60000' });
    const taken = await stripe.paymentIntents.create(order);
    await expect.poll(() => receiver.heard).toHaveLength(1);
    await expect.poll(() => readFileSync(simulator.ledgerFile, 'utf8')).toContain('"taken":');
    receiver.answers.push(503);
    const { id } = await stripe.paymentIntents.create(order);
    await expect.poll(() => receiver.typesOf(id)).toHaveLength(1);
    await simulator.end('SIGKILL');
    await start();
    await expect.poll(() => receiver.typesOf(id)).toHaveLength(2);
    const { id: later } = await stripe.paymentIntents.create(order);
    await expect.poll(() => receiver.typesOf(later)).toHaveLength(1);
    expect(receiver.typesOf(taken.id)).toHaveLength(1);
  });

  it('hears each event as often, and in as many orders, as the settings want it', async () => {
    await start({ WEBHOOK_REPEATS: '2', WEBHOOK_DISORDER_MS: '300' });
    const intents = await Promise.all(Array.from({ length: 20 }, () => pay('pm_card_visa')));
    await expect.poll(() => receiver.heard.length, { timeout: 5_000 }).toBe(120);
    const reversed = intents.filter(({ id }) => receiver.typesOf(id)[0] === 'payment_intent.succeeded');
    expect(reversed.length).toBeGreaterThan(0);
    for (const { id } of intents) expect(receiver.typesOf(id)).toHaveLength(6);
  });

  it('does not keep payments waiting, nor a stop, when it never answers', async () => {
    receiver.stop();
    await start({ WEBHOOK_URL: 'http://127.0.0.1:9/' });
    expect((await pay('pm_card_visa')).status).toBe('succeeded');
    expect(await simulator.end()).toBe(0);
  });
});

it('the shop hears by HTTP/1.1 over TLS, also where it speaks HTTP/2', async () => {
  const authority = await Authority.create();
  const { certificate: cert, key } = await authority.issue({ name: 'localhost' });
  const versions: string[] = [];
  const shop = createSecureServer({ cert, key, allowHTTP1: true }, ({ httpVersion }, response) => {
    versions.push(httpVersion);
    response.end();
  }).listen(0, 'localhost');
  await once(shop, 'listening');
  const trusted = join(simulator.folder, 'ca.pem');
  writeFileSync(trusted, authority.certificate);
  const url = `https://localhost:${(shop.address() as AddressInfo).port}/events`;
  await start({ WEBHOOK_URL: url, NODE_EXTRA_CA_CERTS: trusted });
  await pay('pm_card_visa');
  await expect.poll(() => versions).toEqual(['1.1', '1.1']);
  shop.close();
});

it('nobody is told of anything without an address, and neither later', async () => {
  await simulator.start();
  stripe = simulator.stripe();
  await pay('pm_card_visa');
  await simulator.end('SIGKILL');
  await start();
  const { id } = await stripe.paymentIntents.create(order);
  await expect.poll(() => receiver.typesOf(id)).toHaveLength(1);
  expect(receiver.heard).toHaveLength(1);
});

it('nobody is told of anything while the file of the secret is empty', async () => {
  writeFileSync(settings['WEBHOOK_SECRET_FILE']!, '\n');
  await start();
  await pay('pm_card_visa');
  await simulator.end('SIGKILL');
  expect(readFileSync(simulator.ledgerFile, 'utf8')).not.toContain('"evt_');
  expect(receiver.heard).toEqual([]);
});

it('an address and a secret for signing go together', async () => {
  await expect(simulator.start({ WEBHOOK_URL: settings['WEBHOOK_URL']! })).rejects.toThrow('WEBHOOK_SECRET_FILE');
});
