import { setTimeout as sleep } from 'node:timers/promises';
import { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { OrdersProcess, runToEnd } from './orders-process.ts';
import { refusal } from './refusal.ts';
import { EUR, openShop, type Shop, wish } from './shop.ts';

// Each test starts processes, one after the other; on a busy machine a start takes seconds.
vi.setConfig({ testTimeout: 120_000 });

const orders = new OrdersProcess();
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ PAYMENT_TIMEOUT_MS: '10000' }, (environment) => orders.start(environment));
});
afterAll(() => shop.close());

describe('the process', () => {
  it('loses nothing and charges nothing twice when it is killed while a payment runs', async () => {
    const buyer = shop.customer();
    const request = wish(shop.book(), { paymentMethod: 'pm_simulator_captureThenSlow_5000' });
    const placing = refusal(buyer.place(request));
    const charged = async () => (await buyer.history()).orders.length > 0;
    await expect.poll(charged).toBe(true);
    await orders.kill();
    expect((await placing).kind).toBe('UNAVAILABLE');
    await shop.restart();
    const [order] = (await buyer.history()).orders;
    const status = () => buyer.get(order!.orderId).then((now) => now.status);
    await expect.poll(status).toBe(OrderStatus.PAID);
    await expect.poll(() => shop.inventory.stateOf(order!.orderId)).toBe('COMMITTED');
    expect(await shop.payments.kept(order!.orderId)).toBe(1299);
    expect(await buyer.place(request)).toMatchObject({ orderId: order!.orderId, status: OrderStatus.PAID });
  });

  it('says in its log that it serves, and on which port', () => {
    const port = shop.address().split(':')[1];
    expect(orders.output).toMatch(new RegExp(`"port":${port},"msg":"serving"`));
  });

  it('writes no payment method, no address, no key and no token to its log, whatever happens', async () => {
    const buyer = shop.customer();
    const methods = [
      'card_visa',
      'card_chargeDeclined',
      'nobody_knows',
      'simulator_fail500',
      'simulator_dropConnection',
    ];
    for (const method of methods) {
      await buyer.place(wish(shop.book(), { paymentMethod: `pm_${method}` })).catch(() => undefined);
    }
    await refusal(buyer.place(wish(shop.book(), { paymentMethod: 'no token at all' })));
    await sleep(200);
    expect(orders.output).toContain('PlaceOrder');
    expect(orders.output).toContain('gave no clear answer');
    const secrets = ['pm_', 'no token', 'Nora', 'Helmer', 'Bygd', shop.payments.secretKey, 'eyJ', 'Bearer'];
    for (const secret of secrets) expect(orders.output).not.toContain(secret);
  });

  it('names the order whose payment the payment company does not know, as an error', async () => {
    const { orderId } = await shop.customer().place(wish(shop.book(), { paymentMethod: '' }));
    await shop.sql("UPDATE orders SET payment_intent_id = 'pi_lost' WHERE order_id = $1", [orderId]);
    const errors = () => orders.output.split('\n').filter((line) => line.includes('"level":50'));
    await expect.poll(errors).toContainEqual(expect.stringContaining(orderId));
  });

  it('finishes what runs when it is told to stop, and exits with 0', async () => {
    const buyer = shop.customer();
    const placing = buyer.place(wish(shop.book(1, EUR(500n)), { paymentMethod: 'pm_simulator_slow_2000' }));
    await expect.poll(async () => (await buyer.history()).orders.length).toBe(1);
    await shop.restart();
    const order = await placing;
    expect(order.status).toBe(OrderStatus.PAID);
    expect(await buyer.get(order.orderId)).toEqual(order);
    expect(orders.exitCodes.at(-1)).toBe(0);
  });
});

describe('a start that cannot be', () => {
  const lineOf = async (changes: Record<string, string>) => {
    const { exitCode, stdout, stderr } = await runToEnd('main', { ...shop.environment, ...changes });
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    return stderr;
  };

  it('names every variable that is wrong, and what is allowed', async () => {
    const line = await lineOf({ PAYMENT_WINDOW_MS: '1h', STRIPE_API_URL: 'stripe', INVENTORY_ADDRESS: '' });
    expect(line).toContain('PAYMENT_WINDOW_MS: a whole number from 100 to 72000000 is allowed');
    expect(line).toContain('STRIPE_API_URL: an http:// or https:// address is allowed');
    expect(line).toContain('INVENTORY_ADDRESS is not set: host:port is allowed');
  });

  it('says that the database is not there, or not migrated', async () => {
    expect(await lineOf({ DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' })).toMatch(
      /^DATABASE_URL: the database cannot be used \(.*ECONNREFUSED.*\); is PostgreSQL running there, .*\?\n$/,
    );
    expect(await lineOf({ DATABASE_URL: inject('postgresUrl') })).toBe(
      'DATABASE_URL: the database is not migrated; run the migrations first\n',
    );
  });

  it('says that the port is taken', async () => {
    expect(await lineOf({ LISTEN_ADDRESS: shop.address() })).toContain('LISTEN_ADDRESS');
  });
});

describe('migrate', () => {
  it('has nothing to do on a database that is up to date, and says in one line what is wrong', async () => {
    const { DATABASE_URL = '' } = shop.environment as Record<string, string>;
    expect(await runToEnd('migrate', { DATABASE_URL })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const failed = await runToEnd('migrate', { DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' });
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toMatch(/^orders: .+\n$/);
    expect(failed.stderr).not.toContain('secret');
  });
});
