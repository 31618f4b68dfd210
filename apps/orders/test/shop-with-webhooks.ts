import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@bookstore/database/testing';
import Stripe from 'stripe';
import { type Environment, openShop } from './shop.ts';

const SECRET = 'whsec_0123456789';

/** A shop that the payment company tells of events, and that looks nothing up by itself. */
export async function openShopWithWebhooks(paymentSettings: Environment = {}) {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'orders-webhooks-'));
  const secretFile = join(folder.path, 'secret');
  writeFileSync(secretFile, `${SECRET}\n`);
  const address = `127.0.0.1:${await freePort('127.0.0.1', 0)}`;
  const url = `http://${address}/webhooks/stripe`;
  const settings = { WEBHOOK_LISTEN_ADDRESS: address, STRIPE_WEBHOOK_SECRET_FILE: secretFile };
  const sender = {
    WEBHOOK_URL: url,
    WEBHOOK_SECRET_FILE: secretFile,
    WEBHOOK_RETRY_MS: '50',
    REFUND_SETTLEMENT_MS: '300',
  };
  const shop = await openShop({ ...settings, PAYMENT_CHECK_AFTER_MS: '600000' }, undefined, {
    ...sender,
    ...paymentSettings,
  });
  const close = async () => {
    await shop.close();
    folder.remove();
  };
  return { shop: { ...shop, close }, url };
}

/** An event as Stripe would sign it. */
export function signed(
  event: object,
  { secret = SECRET, age = 0 } = {},
): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({ id: 'evt_test', object: 'event', ...event });
  const timestamp = Math.floor(Date.now() / 1000) - age;
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
  return { body, headers: { 'content-type': 'application/json', 'stripe-signature': signature } };
}

/** Sends an event, and gives the status of the answer. */
export async function send(url: string, { body, headers }: ReturnType<typeof signed>): Promise<number> {
  return (await fetch(url, { method: 'POST', body, headers })).status;
}
