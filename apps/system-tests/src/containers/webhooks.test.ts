// The payment company tells of payments as a real one does: from outside, by HTTP/1.1 over TLS, at the gateway.
import { Agent } from 'node:https';
import { type Bookstore, type Order } from '@bookstore/client';
import type { Mesh } from '@bookstore/mesh';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';
import { containerAt, docker, tryDocker } from './docker.ts';
import { WebhookSender } from './webhook-sender.ts';

/** Nothing is looked up within an hour, so what becomes known of a payment was told. */
const TOLD_ONLY = { PAYMENT_CHECK_AFTER_MS: '3600000', PAYMENT_SWEEP_MS: '3600000' };

let mesh: Mesh;
let shopper: Bookstore;
let sender: WebhookSender;
beforeAll(async () => {
  mesh = await startMesh('webhooks', { settings: { orders: { ...TOLD_ONLY, PAYMENT_TIMEOUT_MS: '1000' } } });
  shopper = await newShopper(mesh.door);
  sender = new WebhookSender(mesh);
});
afterAll(() => mesh.stop());

async function place(paymentMethod: string): Promise<Order> {
  const book = await stockBook(await newClerk(mesh.door, STAFF), 'Told', 1);
  return shopper.orders.place({ ...orderOf([book, 1]), paymentMethod });
}

const statusOf = async ({ orderId }: Order) => (await shopper.orders.get(orderId)).order.status;

/** What the payment company would say of an order whose payment went well. */
const goodNewsOf = ({ orderId }: Order) => ({
  type: 'payment_intent.succeeded',
  data: { object: { id: 'pi_1', status: 'succeeded', metadata: { order_id: orderId } } },
});

const NEWS_OF_NOTHING = { type: 'customer.created', data: { object: {} } };

describe('a payment that is settled elsewhere', () => {
  it('with 3-D Secure: the order is paid once the buyer has confirmed', async () => {
    const order = await place('pm_card_authenticationRequired');
    const body = new URLSearchParams({ decision: 'confirm' });
    await fetch(order.nextAction!.redirectUrl!, { method: 'POST', body, redirect: 'manual' });
    await expect.poll(() => statusOf(order), { timeout: 30_000 }).toBe('PAID');
  });

  it('beyond our patience: the order is paid once the payment company has taken the money', async () => {
    const order = await place('pm_simulator_slow_2000');
    expect(order).toMatchObject({ status: 'AWAITING_PAYMENT', nextAction: { kind: 'WAIT' } });
    await expect.poll(() => statusOf(order), { timeout: 30_000 }).toBe('PAID');
  });
});

describe('what comes to the gateway by HTTP/1.1', () => {
  let order: Order;
  let before: Order;
  beforeAll(async () => {
    order = await place('pm_card_authenticationRequired');
    before = (await shopper.orders.get(order.orderId)).order;
  });

  it('is taken if the payment company has signed it just now', async () => {
    expect(await sender.post(NEWS_OF_NOTHING)).toEqual({ status: 200, body: '' });
  });

  it.each<[string, number, () => ReturnType<WebhookSender['ask']>]>([
    ['signed by somebody else', 400, () => sender.post(goodNewsOf(order), { secret: 'whsec_of_somebody' })],
    ['not signed', 400, () => sender.ask({ method: 'POST', path: '/webhooks/stripe' })],
    ['signed too long ago', 400, () => sender.post(goodNewsOf(order), { age: 301 })],
    ['not sent by POST', 405, () => sender.ask({ path: '/webhooks/stripe' })],
    ['for another path', 404, () => sender.ask({ method: 'POST', path: '/webhooks/stripe/more' })],
    [
      'a call of gRPC',
      404,
      () => sender.ask({ method: 'POST', path: '/bookstore.inventory.v1.InventoryService/ListBooks' }),
    ],
    ['announced and never sent', 408, () => sender.announce(100)],
    ['said to be too long', 413, () => sender.announce(262_145)],
    ['too long', 413, () => sender.post({ type: 'x'.repeat(300_000) }, { inPieces: true })],
  ])('is refused if it is %s, and changes nothing', async (_what, status, send) => {
    expect((await send()).status).toBe(status);
    expect((await shopper.orders.get(order.orderId)).order).toEqual(before);
  });

  it('is a page of the storefront if it is nothing else, and a kind one where that is away', async () => {
    const { status, body } = await sender.ask({ path: '/' });
    expect(status).toBe(503);
    expect(body).toContain('Nothing of yours was lost');
  });

  it('is to come again, and never taken for taken, while orders does not answer', async () => {
    await mesh.pause('orders');
    expect((await sender.post(NEWS_OF_NOTHING)).status).toBe(503);
    await mesh.resume('orders');
    await expect.poll(async () => (await sender.post(NEWS_OF_NOTHING)).status, { timeout: 15_000 }).toBe(200);
  });

  it('has to wait if it was refused again and again', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    onTestFinished(() => agent.destroy());
    const refused = async () => (await sender.post(NEWS_OF_NOTHING, { age: 301, agent })).status;
    const together = () => Promise.all(Array.from({ length: 20 }, refused));
    expect(await together()).not.toContain(429);
    await expect.poll(together, { timeout: 40_000, interval: 1 }).toContain(429);
    // The payment company itself is another.
    const paid = await place('pm_simulator_slow_2000');
    await expect.poll(() => statusOf(paid), { timeout: 30_000 }).toBe('PAID');
  });
});

describe('orders', () => {
  it('takes webhooks from the gateway, and from no other service', async () => {
    const script = `
      const { readFileSync } = require('node:fs');
      const [ca, cert, key] = ['ca.pem', 'certificate.pem', 'certificate.pem.key'].map((file) =>
        readFileSync('/run/certificates/' + file));
      const options = { host: 'orders', port: 50055, path: '/webhooks/stripe', method: 'POST', ca, cert, key };
      require('node:https').request(options, ({ statusCode }) => process.stdout.write(String(statusCode))).end();`;
    const inventory = await containerAt(mesh.addresses.inventory);
    expect(await docker('exec', inventory, '/usr/local/bin/node', '-e', script)).toBe('403');
  });
});

describe('the configuration of the gateway', () => {
  it('is what HAProxy takes without a warning', async () => {
    const check = ['haproxy', '-c', '-f', '/usr/local/etc/haproxy/haproxy.cfg'];
    const { code, stdout, stderr } = await tryDocker('exec', await containerAt(mesh.door.orders), ...check);
    expect({ code, said: stdout.trim(), warned: /WARNING|ALERT/.test(stderr) }).toEqual({
      code: 0,
      said: 'Configuration file is valid',
      warned: false,
    });
  });
});
