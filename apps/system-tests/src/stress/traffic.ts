import { setTimeout as sleep } from 'node:timers/promises';
import { type Book, type Bookstore, BookstoreError } from '@bookstore/client';
import { expect } from 'vitest';
import { orderOf } from '../shoppers.ts';

const PAUSE_MS = 20;
/** Milliseconds in which a shop that was started again is expected to serve, on a busy machine. */
const PATIENCE_MS = 60_000;

/** Shoppers who look, order and look at themselves, one thing after the other, whatever the shop says. */
export class Traffic {
  /** What they were refused with, once the SDK had no more tries: code and reason. */
  readonly refusals = new Map<string, number>();
  #answered = 0;
  #isOver = false;
  readonly #ended: Promise<unknown>;

  constructor(shoppers: readonly Bookstore[], book: Book) {
    this.#ended = Promise.all(
      shoppers.flatMap((shopper) => [
        this.#repeat(() => shopper.orders.place(orderOf([book, 1]))),
        this.#repeat(() => shopper.books.get(book.bookId)),
        this.#repeat(() => shopper.account.get()),
      ]),
    );
  }

  /** Waits until so much more was answered as asked for. */
  async goOn(count: number): Promise<void> {
    const enough = this.#answered + count;
    await expect.poll(() => this.#answered, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(enough);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  async #repeat(work: () => Promise<unknown>): Promise<void> {
    while (!this.#isOver) {
      try {
        await work();
        this.#answered += 1;
      } catch (error) {
        const name = error instanceof BookstoreError ? `${error.code} ${error.reason}`.trim() : String(error);
        this.refusals.set(name, (this.refusals.get(name) ?? 0) + 1);
      }
      await sleep(PAUSE_MS);
    }
  }
}
