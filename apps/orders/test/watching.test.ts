import { randomUUID } from 'node:crypto';
import { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import { createLogger, type RunningService } from '@bookstore/service-kit';
import { Status } from 'nice-grpc';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readOrdersConfig } from '../src/config.ts';
import { startOrders } from '../src/server.ts';
import { EUR, openShop, type Person, type Shop, wish } from './shop.ts';
import { Watcher } from './watcher.ts';

const NEVER_LOOK = '3600000';

let shop: Shop;
let replica: RunningService;
const watchers: Watcher[] = [];

beforeAll(async () => {
  // Nobody looks by themselves: what is seen was announced. A thousand who begin at once wait for their turn.
  shop = await openShop({ WATCH_LOOK_MS: NEVER_LOOK, DATABASE_ACQUIRE_TIMEOUT_MS: '30000' });
  await vi.waitFor(async () => expect(await listeners()).toBe(1), { timeout: 10_000 });
  replica = await startReplica();
});
afterEach(() => {
  for (const watcher of watchers.splice(0)) watcher.close();
});
afterAll(async () => {
  await replica.stop();
  await shop.close();
});

async function startReplica(changes: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const before = await listeners();
  const service = await startOrders(
    readOrdersConfig({ ...shop.environment, ...changes }),
    createLogger('orders', 'silent'),
  );
  await vi.waitFor(async () => expect(await listeners()).toBe(before + 1), { timeout: 10_000 });
  return service;
}

const LISTENING = "application_name = 'orders-changes' AND datname = current_database()";

async function listeners(): Promise<number> {
  return (await shop.sql(`SELECT pid FROM pg_stat_activity WHERE ${LISTENING}`)).length;
}

function watcherAt(port: number | string, { userId }: Pick<Person, 'userId'>, role: 'customer' | 'staff' = 'customer') {
  const watcher = new Watcher(`127.0.0.1:${port}`, shop.metadataOf(userId, role));
  watchers.push(watcher);
  return watcher;
}

const here = () => shop.address().split(':')[1]!;

/** A paid order, and steps that can be taken with it. */
async function paidOrder(buyer = shop.customer()) {
  const { orderId } = await buyer.place(wish(shop.book()));
  const staff = shop.staff();
  const ship = () => staff.update(orderId, OrderStatus.SHIPPED, { carrier: 'Bring' });
  const complete = () => staff.update(orderId, OrderStatus.COMPLETED);
  return { buyer, orderId, ship, complete };
}

describe('WatchOrder', () => {
  it('begins with the order as it is, and goes on with each change by whatever process', async () => {
    const { buyer, orderId, ship, complete } = await paidOrder();
    const watches = [here(), replica.port].map((port) => watcherAt(port, buyer).watch(orderId));
    await Promise.all(watches.map((watch) => watch.sees(2n)));
    await ship();
    await Promise.all(watches.map((watch) => watch.sees(2n, 3n)));
    await complete();
    for (const watch of watches) {
      await watch.sees(2n, 3n, 4n);
      expect(watch.orders.at(-1)).toEqual(await buyer.get(orderId));
      expect(watch.orders.map(({ status }) => status)).toEqual([
        OrderStatus.PAID,
        OrderStatus.SHIPPED,
        OrderStatus.COMPLETED,
      ]);
    }
  });

  it('leaves no version out, however fast they came, and sends each as the order was with it', async () => {
    const { buyer, orderId } = await paidOrder();
    const before = await buyer.get(orderId);
    await shop.sql(`UPDATE orders SET refunded_minor_units = 100, version = version + 1 WHERE order_id = $1`, [
      orderId,
    ]);
    await buyer.cancel(orderId, 'changed my mind');
    const watch = watcherAt(here(), buyer).watch(orderId, 1n);
    await watch.sees(2n, 3n, 4n);
    expect(watch.orders[0]).toEqual(before);
    expect(watch.orders[1]).toMatchObject({ status: OrderStatus.PAID, refunded: EUR(100n), cancelReason: '' });
    expect(watch.orders[2]).toEqual(await buyer.get(orderId));
  });

  it('goes on at another process after the version that was seen last', async () => {
    const { buyer, orderId, ship, complete } = await paidOrder();
    const first = watcherAt(here(), buyer).watch(orderId);
    await first.sees(2n);
    await first.leave();
    await ship();
    const second = watcherAt(replica.port, buyer).watch(orderId, 2n);
    await second.sees(3n);
    await complete();
    await second.sees(3n, 4n);
    const none = watcherAt(here(), buyer).watch(orderId, 4n);
    const all = watcherAt(here(), buyer).watch(orderId);
    await all.sees(4n);
    expect(none.versions).toEqual([]);
  });

  it('is for the owner and for staff; to others the order does not exist', async () => {
    const { buyer, orderId } = await paidOrder();
    const stranger = watcherAt(here(), shop.customer());
    for (const id of [orderId, randomUUID()]) {
      expect(await stranger.watch(id).end).toMatchObject({
        code: Status.NOT_FOUND,
        extra: [{ reason: 'ORDER_NOT_FOUND', metadata: { order_id: id } }],
      });
    }
    await watcherAt(here(), shop.staff(), 'staff').watch(orderId).sees(2n);
    await watcherAt(here(), buyer).watch(orderId).sees(2n);
  });

  it('ends for its owner when the account is erased, and what the order was before goes with it', async () => {
    const { buyer, orderId, ship, complete } = await paidOrder();
    await ship();
    await complete();
    const [watch, byStaff] = [
      watcherAt(replica.port, buyer).watch(orderId),
      watcherAt(replica.port, shop.staff(), 'staff').watch(orderId),
    ];
    await Promise.all([watch.sees(4n), byStaff.sees(4n)]);
    await shop.eraseUser(buyer.userId);
    expect(await watch.end).toMatchObject({ code: Status.NOT_FOUND });
    await byStaff.sees(4n, 5n);
    expect(byStaff.orders.at(-1)).toMatchObject({ userId: '', shippingAddress: undefined });
    expect(await shop.sql('SELECT version FROM order_versions WHERE order_id = $1', [orderId])).toEqual([]);
  });
});

describe('what goes wrong on the way', () => {
  it('a connection that listens and is ended is made again, and what was changed meanwhile is seen', async () => {
    const { buyer, orderId, ship, complete } = await paidOrder();
    const watch = watcherAt(replica.port, buyer).watch(orderId);
    await watch.sees(2n);
    await shop.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${LISTENING}`);
    await ship();
    await watch.sees(2n, 3n);
    await expect.poll(listeners, { timeout: 10_000 }).toBe(2);
    await complete();
    await watch.sees(2n, 3n, 4n);
  });

  it('a change that nobody announces is found by looking', async () => {
    const looking = await startReplica({ WATCH_LOOK_MS: '100' });
    try {
      const { buyer, orderId } = await paidOrder();
      const watch = watcherAt(looking.port, buyer).watch(orderId);
      await watch.sees(2n);
      await shop.sql('UPDATE orders SET version = version + 1 WHERE order_id = $1', [orderId]);
      await watch.sees(2n, 3n);
    } finally {
      await looking.stop();
    }
  });

  it('a process that is told to stop ends its watches at once, and says that another one goes on', async () => {
    const leaving = await startReplica({ DRAIN_GRACE_MS: '20000' });
    const { buyer, orderId, ship } = await paidOrder();
    const watch = watcherAt(leaving.port, buyer).watch(orderId);
    await watch.sees(2n);
    const startedAt = performance.now();
    await leaving.stop();
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(await watch.end).toMatchObject({ code: Status.UNAVAILABLE, extra: [{ reason: 'SHUTTING_DOWN' }, {}] });
    await ship();
    await watcherAt(replica.port, buyer).watch(orderId, 2n).sees(3n);
  });
});

describe('a thousand watchers in one process', () => {
  it('all see each change', async () => {
    const { buyer, orderId, ship, complete } = await paidOrder();
    const connections = [watcherAt(replica.port, buyer), watcherAt(replica.port, buyer)];
    const watches = connections.flatMap((watcher) => Array.from({ length: 500 }, () => watcher.watch(orderId)));
    const seen = () => new Set(watches.map(({ versions }) => versions.join()));
    await expect.poll(seen, { timeout: 30_000 }).toEqual(new Set(['2']));
    await ship();
    await complete();
    await expect.poll(seen, { timeout: 30_000 }).toEqual(new Set(['2,3,4']));
  }, 60_000);
});
