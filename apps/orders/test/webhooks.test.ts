import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { NextActionKind, OrderStatus, RefundStatus } from '@bookstore/contracts/orders/v1/order';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrdersConfig } from '../src/config.ts';
import { type Environment, EUR, type Shop, wish } from './shop.ts';
import { openShopWithWebhooks, send, signed } from './shop-with-webhooks.ts';

let shop: Shop;
let url: string;
beforeAll(async () => {
  ({ shop, url } = await openShopWithWebhooks());
});
afterAll(() => shop.close());

/** An order that waits for its buyer at the bank's page. */
async function secured() {
  const buyer = shop.customer();
  const order = await buyer.place(wish(shop.book(), { paymentMethod: 'pm_card_authenticationRequired' }));
  const [intent] = await shop.payments.paymentsOf(order.orderId);
  return { buyer, order, orderId: order.orderId, intent: intent!, page: order.nextAction!.redirectUrl };
}

const statusOf = async (orderId: string) => (await shop.staff().get(orderId)).status;

describe('a payment that is settled elsewhere', () => {
  it('with 3-D Secure is paid when the buyer has confirmed, with no repeat and no look-up', async () => {
    const { buyer, order, orderId, page } = await secured();
    expect(order).toMatchObject({
      status: OrderStatus.AWAITING_PAYMENT,
      nextAction: { kind: NextActionKind.REDIRECT },
    });
    await shop.payments.authenticate(page, 'confirm');
    await expect.poll(() => statusOf(orderId)).toBe(OrderStatus.PAID);
    await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('COMMITTED');
    expect(await buyer.get(orderId)).toMatchObject({ captured: EUR(1299n), nextAction: undefined });
    expect(await shop.payments.kept(orderId)).toBe(1299);
  });

  it('with 3-D Secure closes the order when the buyer has refused, and frees the copies', async () => {
    const { orderId, page } = await secured();
    await shop.payments.authenticate(page, 'refuse');
    await expect.poll(() => statusOf(orderId)).toBe(OrderStatus.PAYMENT_FAILED);
    await expect.poll(() => shop.inventory.stateOf(orderId)).toBe('RELEASED');
  });

  it.each(['captureThenHang', 'captureThen500', 'captureThenSlow_3000'])(
    'whose answer was lost (%s) is paid as soon as the payment company says so',
    async (fault) => {
      const order = await shop.customer().place(wish(shop.book(), { paymentMethod: `pm_simulator_${fault}` }));
      await expect.poll(() => statusOf(order.orderId)).toBe(OrderStatus.PAID);
      expect(await shop.payments.kept(order.orderId)).toBe(1299);
    },
  );

  it('for an order that closed meanwhile is given back', async () => {
    const { orderId, page } = await secured();
    const close = `UPDATE orders SET status = 'EXPIRED', payment_check_at = NULL, next_action = NULL, redirect_url = NULL,
      stock_outcome = 'RELEASE', stock_due_at = now(), version = version + 1 WHERE order_id = $1`;
    await shop.sql(close, [orderId]);
    await shop.payments.authenticate(page, 'confirm');
    await expect.poll(() => shop.staff().refunds(orderId)).toMatchObject([{ status: RefundStatus.DONE }]);
    expect(await shop.staff().get(orderId)).toMatchObject({ status: OrderStatus.EXPIRED, refunded: EUR(1299n) });
    expect(await shop.payments.kept(orderId)).toBe(0);
  });
});

describe('events', () => {
  it('that come several times, in any order, change each order once', async () => {
    const wild = await openShopWithWebhooks({ WEBHOOK_REPEATS: '2', WEBHOOK_DISORDER_MS: '300' });
    try {
      const methods = ['card_visa', 'card_authenticationRequired', 'card_chargeDeclined', 'simulator_captureThen500'];
      const buyer = wild.shop.customer();
      for (const method of [...methods, ...methods]) {
        await buyer.place(wish(wild.shop.book(), { paymentMethod: `pm_${method}` })).catch(() => undefined);
      }
      const orders = async () => (await buyer.history()).orders;
      for (const { nextAction } of await orders()) {
        if (nextAction?.redirectUrl) await wild.shop.payments.authenticate(nextAction.redirectUrl, 'confirm');
      }
      const states = async () => (await orders()).map(({ status }) => status);
      const settled = [OrderStatus.PAYMENT_FAILED, OrderStatus.PAID, OrderStatus.PAID, OrderStatus.PAID];
      await expect
        .poll(async () => (await states()).toSorted(), { timeout: 40_000 })
        .toEqual([...settled, ...settled].toSorted());
      for (const { orderId, status } of await orders()) {
        expect((await buyer.status(orderId)).changes).toHaveLength(2);
        expect(await wild.shop.payments.kept(orderId)).toBe(status === OrderStatus.PAID ? 1299 : 0);
      }
    } finally {
      await wild.shop.close();
    }
  }, 60_000);

  it('are not believed, only followed: what counts is what the payment company says when it is asked', async () => {
    const { buyer, orderId, intent } = await secured();
    const before = await buyer.get(orderId);
    for (const type of ['payment_intent.succeeded', 'payment_intent.canceled', 'payment_intent.payment_failed']) {
      const object = { ...intent, status: 'succeeded', amount_received: 1299 };
      expect(await send(url, signed({ type, data: { object } }))).toBe(200);
    }
    expect(await buyer.get(orderId)).toEqual(before);
  });

  it('of what is not ours are taken and change nothing', async () => {
    const { buyer, orderId, intent } = await secured();
    const before = await buyer.get(orderId);
    const tombstone = randomUUID();
    await shop.sql(
      `INSERT INTO orders (order_id, status, currency_code, total_minor_units, stock_outcome)
       VALUES ($1, 'EXPIRED', 'XXX', 0, 'RELEASE')`,
      [tombstone],
    );
    const payment = (metadata: object, id = intent.id) => ({
      type: 'payment_intent.succeeded',
      data: { object: { id, metadata } },
    });
    const events = [
      payment({ order_id: randomUUID() }),
      payment({ order_id: orderId }, 'pi_somebody_elses'),
      payment({ order_id: tombstone }),
      payment({ order_id: 'of another shop' }),
      payment({}),
      { type: 'refund.failed', data: { object: { status: 'failed', metadata: { refund_id: randomUUID() } } } },
      { type: 'refund.failed', data: { object: { status: 'failed', metadata: null } } },
      { type: 'customer.created', data: { object: { id: 'cus_1' } } },
      { type: 'not.known.yet', data: { object: {} } },
    ];
    for (const event of events) expect(await send(url, signed(event))).toBe(200);
    expect(await buyer.get(orderId)).toEqual(before);
    expect(await shop.sql('SELECT version FROM orders WHERE order_id = $1', [tombstone])).toEqual([{ version: '1' }]);
  });

  it('are brought again when the payment company could not be asked', async () => {
    const { orderId, intent } = await secured();
    const event = { type: 'payment_intent.succeeded', data: { object: intent } };
    await shop.payments.stop();
    expect(await send(url, signed(event))).toBe(503);
    await shop.payments.start();
    expect(await send(url, signed(event))).toBe(200);
    expect(await statusOf(orderId)).toBe(OrderStatus.AWAITING_PAYMENT);
  });
});

describe('a refund', () => {
  it('that failed after it was done no longer counts, is told, and old news does not bring it back', async () => {
    const staff = shop.staff();
    const { orderId } = await shop.customer().place(wish(shop.book(), { paymentMethod: 'pm_card_refundFail' }));
    const { refund } = await staff.refund(orderId, { amount: EUR(500n) });
    await expect.poll(() => staff.refunds(orderId)).toMatchObject([{ status: RefundStatus.FAILED }]);
    const failed = await staff.get(orderId);
    expect(failed).toMatchObject({ status: OrderStatus.PAID, captured: EUR(1299n), refunded: EUR(0n) });
    const metadata = { refund_id: refund!.refundId };
    for (const [type, status] of [
      ['refund.updated', 'succeeded'],
      ['refund.failed', 'failed'],
      ['refund.created', 'pending'],
    ]) {
      expect(await send(url, signed({ type, data: { object: { status, metadata } } }))).toBe(200);
    }
    expect(await staff.get(orderId)).toEqual(failed);
    expect(await staff.refunds(orderId)).toMatchObject([{ status: RefundStatus.FAILED }]);
    const told = () =>
      shop.users.notices.flatMap((notice) => (notice.orderId === orderId ? (notice.event?.$case ?? []) : []));
    await expect.poll(told).toContain('refundFailed');
  });
});

describe('what is no event of the payment company', () => {
  it('is refused: no signature, another secret, too old, changed on its way, no event', async () => {
    const event = { type: 'payment_intent.succeeded', data: { object: { id: 'pi_1', metadata: {} } } };
    const { body, headers } = signed(event);
    const refused = [
      { body, headers: {} },
      { body, headers: { 'stripe-signature': 't=1,v1=00' } },
      { body: body.replace('pi_1', 'pi_2'), headers },
      signed(event, { secret: 'whsec_of_somebody' }),
      signed(event, { age: 301 }),
      { body: '', headers },
    ];
    for (const each of refused) expect(await send(url, each)).toBe(400);
    expect(await send(url, signed(event, { age: 200 }))).toBe(200);
  });

  it('is refused: another method, another path, too much', async () => {
    expect((await fetch(url)).status).toBe(405);
    expect(await send(new URL('/', url).href, signed({}))).toBe(404);
    const tooMuch = await send(url, signed({ type: 'x'.repeat(300_000) })).catch(() => 413);
    expect(tooMuch).toBe(413);
  });
});

describe('a stop', () => {
  it('lets an event that is on its way be answered, and takes no more', async () => {
    const { body, headers } = signed({ type: 'customer.created', data: { object: {} } });
    const length = { 'content-length': body.length, expect: '100-continue' };
    const sending = request(url, { method: 'POST', headers: { ...headers, ...length } });
    sending.flushHeaders();
    // Before that the connection may wait to be accepted, and a stop would reset it.
    await once(sending, 'continue');
    sending.write(body.slice(0, 20));
    const restarted = shop.restart();
    const refused = () =>
      fetch(url).then(
        () => false,
        () => true,
      );
    await expect.poll(refused).toBe(true);
    sending.end(body.slice(20));
    const [response] = (await once(sending, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(200);
    await restarted;
    expect((await fetch(url)).status).toBe(405);
  });
});

it('an address to listen on and a secret go together', () => {
  const environment = { ...shop.environment, STRIPE_WEBHOOK_SECRET_FILE: '' };
  expect(() => readOrdersConfig(environment)).toThrow(
    'WEBHOOK_LISTEN_ADDRESS and STRIPE_WEBHOOK_SECRET_FILE go together',
  );
});

it('nothing listens while the file of the secret is empty', async () => {
  const settings: Environment = shop.environment;
  writeFileSync(settings['STRIPE_WEBHOOK_SECRET_FILE']!, '\n');
  await shop.restart();
  await expect(fetch(url)).rejects.toThrow();
  expect((await shop.customer().place(wish(shop.book()))).status).toBe(OrderStatus.PAID);
});
