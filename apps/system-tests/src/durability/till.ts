import { setTimeout as sleep } from 'node:timers/promises';
import { type Book, type Bookstore, BookstoreError, newRequestId } from '@bookstore/client';
import type { Mesh } from '@bookstore/mesh';
import { STAFF } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';

const COPIES = 1_000_000;
const PATIENCE_MS = 5_000;
const PAUSE_MS = 100;
/** Customers share connections, as many tills of one shop would; each connection bears so many. */
const BUYERS_PER_SHOPPER = 8;

/** Many buyers at once, each of whom buys one copy after the other. */
export class Till {
  readonly everything: string[] = [];
  #taken = 0;
  #inFlight = 0;
  #isOver = false;
  readonly #shoppers: readonly Bookstore[];
  readonly #buying: Promise<unknown>;

  private constructor(shoppers: readonly Bookstore[], books: readonly Book[], buyers: number) {
    this.#shoppers = shoppers;
    const pairs = Array.from({ length: buyers }, (_, index) => {
      return { shopper: shoppers[index % shoppers.length], book: books[index % books.length] };
    });
    this.#buying = Promise.all(pairs.map(async ({ shopper, book }) => shopper && book && this.#buy(shopper, book)));
    // It is heard of where it is waited for.
    this.#buying.catch(() => (this.#isOver = true));
  }

  static async open(mesh: Mesh, buyers: number): Promise<Till> {
    const clerk = await newClerk(mesh.door, STAFF);
    const count = Math.ceil(buyers / BUYERS_PER_SHOPPER);
    const shoppers = await Promise.all(Array.from({ length: count }, () => newShopper(mesh.door)));
    const titles = Array.from({ length: 10 }, (_, index) => `Durable ${index}`);
    const books = await Promise.all(titles.map((title) => stockBook(clerk, title, COPIES)));
    clerk.close();
    return new Till(shoppers, books, buyers);
  }

  get acknowledged(): number {
    return this.everything.length;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** What was acknowledged since it was asked last. */
  takeAcknowledged(): readonly string[] {
    const taken = this.everything.slice(this.#taken);
    this.#taken = this.everything.length;
    return taken;
  }

  async untilAcknowledged(more: number): Promise<void> {
    const enough = this.acknowledged + more;
    while (this.acknowledged < enough && !this.#isOver) await sleep(10);
    if (this.#isOver) await this.#buying;
  }

  /** Lets everybody finish. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#buying;
    for (const shopper of this.#shoppers) shopper.close();
  }

  async #buy(shopper: Bookstore, book: Book): Promise<void> {
    while (!this.#isOver) {
      const requestId = newRequestId();
      this.#inFlight += 1;
      for (let isAnswered = false; !isAnswered;) isAnswered = await this.#ask(shopper, book, requestId);
      this.#inFlight -= 1;
    }
  }

  /** Whether there was an answer for good. */
  async #ask(shopper: Bookstore, book: Book, requestId: string): Promise<boolean> {
    try {
      const order = await shopper.orders.place(orderOf([book, 1]), { requestId, timeoutMs: PATIENCE_MS });
      if (order.status === 'PAID') this.everything.push(order.orderId);
      else await sleep(PAUSE_MS);
      return order.status === 'PAID';
    } catch (error) {
      if (!(error instanceof BookstoreError) || error.code === 'FAILED_PRECONDITION') throw error;
      await sleep(PAUSE_MS);
      return false;
    }
  }
}
