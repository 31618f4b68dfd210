// What is watched changes while its service is killed, drained, or loses PostgreSQL: whoever watches by the
// SDK sees every change of an order once and in order, and of a book in the end what can be ordered.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Book, type Bookstore, BookstoreError } from '@bookstore/client';
import type { Mesh } from '@bookstore/mesh';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';

let mesh: Mesh;
let clerk: Bookstore;
let shopper: Bookstore;
let book: Book;
beforeAll(async () => {
  mesh = await startMesh('watched');
  clerk = await newClerk(mesh.door, STAFF);
  shopper = await newShopper(mesh.door);
  book = await stockBook(clerk, 'Watched', 1_000);
});
afterAll(() => mesh.stop());

/** All that a watch gives, until it is left. */
class Watch<Item> {
  readonly items: Item[] = [];
  readonly #leaving = new AbortController();
  readonly #end: Promise<unknown>;

  constructor(open: (signal: AbortSignal) => AsyncIterable<Item>) {
    this.#end = this.#read(open(this.#leaving.signal));
  }

  /** Gives what it ended with: nothing, if it was there until it was left. */
  async leave(): Promise<unknown> {
    const reason = new Error('seen enough');
    this.#leaving.abort(reason);
    const end = await this.#end;
    return end === reason ? undefined : end;
  }

  async #read(items: AsyncIterable<Item>): Promise<unknown> {
    try {
      for await (const item of items) this.items.push(item);
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

/** Asks again for as long as the shop cannot be reached. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 100 || !(error instanceof BookstoreError) || error.code !== 'UNAVAILABLE') throw error;
      await sleep(200);
    }
  }
}

const blows = [
  { what: 'kill -9 of orders', strike: () => mesh.kill('orders').then(() => mesh.restart('orders')) },
  { what: 'a restart of orders in order', strike: () => mesh.restart('orders') },
  { what: 'kill -9 of PostgreSQL', strike: () => mesh.kill('postgres').then(() => mesh.restart('postgres')) },
];

describe.each(blows)('an order that is watched during $what', ({ strike }) => {
  it('is told with every change, once and in order', async () => {
    const { orderId, version } = await insist(() => shopper.orders.place(orderOf([book, 1])));
    const watch = new Watch((signal) => shopper.orders.watch(orderId, { signal }));
    await expect.poll(() => watch.items.length, { timeout: 30_000 }).toBe(1);
    await strike();
    // At once, so that it may well be before the watch has come back.
    const shipped = await insist(() => clerk.orders.ship(orderId, { carrier: 'Post', trackingNumber: 'T-1' }));
    await expect.poll(() => watch.items.length, { timeout: 30_000 }).toBe(2);
    const completed = await insist(() => clerk.orders.complete(orderId));
    await expect.poll(() => watch.items.length, { timeout: 30_000 }).toBe(3);
    expect(await watch.leave()).toBeUndefined();
    expect(watch.items.map((order) => order.version)).toEqual([version, version + 1, version + 2]);
    expect(watch.items.slice(1)).toEqual([shipped, completed]);
  }, 120_000);
});

describe('a book that is watched while inventory is killed', () => {
  it('is told with what can be ordered', async () => {
    const { bookId } = await stockBook(clerk, 'Watched, too', 3);
    const watch = new Watch((signal) => shopper.books.watchAvailability([bookId], { signal }));
    await expect.poll(() => watch.items.at(-1)?.available, { timeout: 30_000 }).toBe(3);
    await mesh.kill('inventory');
    await mesh.restart('inventory');
    await insist(() => clerk.books.adjustStock(bookId, { quantity: 4, reason: 'RECEIVED' }));
    await expect.poll(() => watch.items.at(-1)?.available, { timeout: 30_000 }).toBe(7);
    expect(await watch.leave()).toBeUndefined();
    expect(watch.items.map(({ available }) => available)).toEqual([3, 7]);
  }, 120_000);
});
