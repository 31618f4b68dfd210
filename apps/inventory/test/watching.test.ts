import { randomUUID } from 'node:crypto';
import { StockMovementReason } from '@bookstore/contracts/inventory/v1/book';
import {
  InventoryServiceDefinition,
  type WatchAvailabilityResponse,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import { createLogger, type RunningService } from '@bookstore/service-kit';
import { type Channel, createChannel, createClientFactory, Status } from 'nice-grpc';
import { errorDetailsClientMiddleware } from 'nice-grpc-error-details';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readInventoryConfig } from '../src/config.ts';
import { startInventory } from '../src/server.ts';
import { InventoryForTests } from './inventory-for-tests.ts';

const LISTENING = "application_name = 'inventory-changes' AND datname = current_database()";

let inventory: InventoryForTests;
let replica: RunningService;
const channels: Channel[] = [];

beforeAll(async () => {
  inventory = await InventoryForTests.start();
  replica = await startReplica();
});
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
});
afterAll(async () => {
  await replica.stop();
  await inventory.stop();
});

const listeners = async () => (await inventory.query(`SELECT pid FROM pg_stat_activity WHERE ${LISTENING}`)).length;

/** Another process on the same database, which never looks by itself: what is seen there was announced. */
async function startReplica(changes: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const variables = { ...inventory.variables, WATCH_LOOK_MS: '3600000', ...changes };
  const service = await startInventory(readInventoryConfig(variables), createLogger('inventory', 'silent'));
  await vi.waitFor(async () => expect(await listeners()).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
  return service;
}

/** One stream, and all that came by it. */
class Watch {
  readonly messages: WatchAvailabilityResponse[] = [];
  readonly end: Promise<unknown>;

  constructor(port: number, ...bookIds: readonly string[]) {
    const channel = createChannel(`127.0.0.1:${port}`, undefined, { 'grpc.use_local_subchannel_pool': 1 });
    channels.push(channel);
    const client = createClientFactory().use(errorDetailsClientMiddleware).create(InventoryServiceDefinition, channel);
    this.end = this.#read(client.watchAvailability({ bookIds: [...bookIds] }));
  }

  /** What is known of each book now. */
  get latest(): Readonly<Record<string, bigint>> {
    return Object.fromEntries(this.messages.map(({ bookId, available }) => [bookId, available]));
  }

  async sees(latest: Readonly<Record<string, bigint>>): Promise<void> {
    await expect.poll(() => this.latest, { timeout: 15_000 }).toEqual(latest);
  }

  async #read(stream: AsyncIterable<WatchAvailabilityResponse>): Promise<unknown> {
    try {
      for await (const message of stream) this.messages.push(message);
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

const adjust = (bookId: string, quantity: bigint) =>
  inventory.staff.adjustStock({
    ...{ bookId, quantity, reason: StockMovementReason.RECEIVED, note: '', requestId: randomUUID() },
  });

const reserve = (bookId: string, quantity: number) => {
  const orderId = randomUUID();
  const limits = { holdSeconds: 600, expectedTotal: undefined, maxTotalMinorUnits: 1_000_000n };
  const hold = { orderId, lines: [{ bookId, quantity }], ...limits };
  return inventory.orders.reserveStock({ entries: [hold] }).then(() => orderId);
};

describe('WatchAvailability', () => {
  it('begins with all books as they are, and goes on with what other processes change', async () => {
    const [one, two] = [await inventory.addBook({}, 3n), await inventory.addBook({}, 5n)];
    const watch = new Watch(replica.port, one.bookId, two.bookId, one.bookId);
    await watch.sees({ [one.bookId]: 3n, [two.bookId]: 5n });
    expect(watch.messages.map(({ bookId }) => bookId)).toEqual([one.bookId, two.bookId]);
    const orderId = await reserve(one.bookId, 2);
    await watch.sees({ [one.bookId]: 1n, [two.bookId]: 5n });
    await adjust(two.bookId, 4n);
    await watch.sees({ [one.bookId]: 1n, [two.bookId]: 9n });
    await inventory.orders.releaseReservation({ entries: [{ orderId, orderVersion: 2n }] });
    await watch.sees({ [one.bookId]: 3n, [two.bookId]: 9n });
    await inventory.staff.retireBook({ bookId: two.bookId, etag: '' });
    await watch.sees({ [one.bookId]: 3n, [two.bookId]: 0n });
    const versions = watch.messages.filter(({ bookId }) => bookId === one.bookId).map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => Number(a - b)));
  });

  it('sends nothing for a sale of copies that were held, since none can be ordered less', async () => {
    const { bookId } = await inventory.addBook({}, 3n);
    const watch = new Watch(replica.port, bookId);
    const orderId = await reserve(bookId, 1);
    await watch.sees({ [bookId]: 2n });
    await inventory.orders.commitReservation({ entries: [{ orderId, orderVersion: 2n }] });
    await adjust(bookId, 5n);
    await watch.sees({ [bookId]: 7n });
    expect(watch.messages.filter(({ available }) => available === 2n)).toHaveLength(1);
  });

  it('refuses what is no book, by its id', async () => {
    const [{ bookId }, unknown] = [await inventory.addBook(), randomUUID()];
    expect(await new Watch(replica.port, bookId, unknown).end).toMatchObject({
      code: Status.NOT_FOUND,
      extra: [{ reason: 'BOOK_NOT_FOUND', metadata: { book_id: unknown } }],
    });
  });

  it('sees what changed while the connection that listens was away', async () => {
    const { bookId } = await inventory.addBook({}, 1n);
    const watch = new Watch(replica.port, bookId);
    await watch.sees({ [bookId]: 1n });
    await inventory.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${LISTENING}`);
    await adjust(bookId, 1n);
    await watch.sees({ [bookId]: 2n });
  });

  it('finds by itself what nobody announces', async () => {
    const looking = await startReplica({ WATCH_LOOK_MS: '100' });
    try {
      const { bookId } = await inventory.addBook({}, 1n);
      const watch = new Watch(looking.port, bookId);
      await watch.sees({ [bookId]: 1n });
      await inventory.query('UPDATE stock_levels SET reserved = 1, version = version + 1 WHERE book_id = $1', [bookId]);
      await watch.sees({ [bookId]: 0n });
    } finally {
      await looking.stop();
    }
  });

  it('ends when its process goes away, and says that another one goes on', async () => {
    const leaving = await startReplica();
    const { bookId } = await inventory.addBook({}, 1n);
    const watch = new Watch(leaving.port, bookId);
    await watch.sees({ [bookId]: 1n });
    await leaving.stop();
    expect(await watch.end).toMatchObject({ code: Status.UNAVAILABLE, extra: [{ reason: 'SHUTTING_DOWN' }, {}] });
  });
});
