import { setTimeout as sleep } from 'node:timers/promises';
import { type Bookstore, BookstoreError, type NewOrder, newRequestId, type Order } from '@bookstore/client';
import { expect } from 'vitest';

/** What a shopper waits for one answer. */
const PATIENCE_MS = 2_000;
/** Codes that say nothing of what happened: ask again. */
const UNCERTAIN = ['UNAVAILABLE', 'DEADLINE_EXCEEDED'];

/** Shoppers who place one order after the other, each until it is answered for good. */
export class Buying {
  /** What the shop said is paid. */
  readonly acknowledged: Order[] = [];
  readonly #order: NewOrder;
  readonly #setbacks: number[];
  readonly #ended: Promise<unknown>;
  #isOver = false;

  constructor(shoppers: readonly Bookstore[], order: NewOrder) {
    this.#order = order;
    this.#setbacks = shoppers.map(() => 0);
    this.#ended = Promise.all(shoppers.map((shopper, index) => this.#buy(shopper, index)));
    this.#ended.catch(() => undefined);
  }

  /** Lets somebody buy once more; gives how often they asked in vain. */
  async once(shopper: Bookstore): Promise<number> {
    let setbacks = 0;
    this.acknowledged.push(await insist(shopper, this.#order, () => (setbacks += 1)));
    return setbacks;
  }

  /** Waits until so many more orders were acknowledged. */
  async goOn(count: number): Promise<void> {
    const enough = this.acknowledged.length + count;
    await this.#until(() => this.acknowledged.length, enough);
  }

  /** Waits until every shopper has once more asked in vain. */
  async stall(): Promise<void> {
    const before = [...this.#setbacks];
    await this.#until(() => Math.min(...this.#setbacks.map((count, index) => count - (before[index] ?? 0))), 1);
  }

  /** Lets everybody finish the order that they are at. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  async #buy(shopper: Bookstore, index: number): Promise<void> {
    const onSetback = () => {
      this.#setbacks[index] = (this.#setbacks[index] ?? 0) + 1;
    };
    while (!this.#isOver) this.acknowledged.push(await insist(shopper, this.#order, onSetback));
  }

  /** A refusal for good ends the waiting at once. */
  async #until(count: () => number, enough: number): Promise<void> {
    await Promise.race([
      this.#ended,
      expect.poll(count, { timeout: 40_000, interval: 20 }).toBeGreaterThanOrEqual(enough),
    ]);
  }
}

/**
 * Places one order, asking again with the same request id until it is answered for good. Tells of
 * each try that was not.
 */
async function insist(shopper: Bookstore, order: NewOrder, onSetback: () => void): Promise<Order> {
  const requestId = newRequestId();
  for (let tries = 0; tries < 60; tries += 1) {
    const startedAt = performance.now();
    try {
      const placed = await shopper.orders.place(order, { requestId, timeoutMs: PATIENCE_MS });
      if (placed.status === 'PAID') return placed;
    } catch (error) {
      // Anything else is a refusal for good, and none is due here.
      if (!(error instanceof BookstoreError) || !UNCERTAIN.includes(error.code)) throw error;
    }
    const heardAfter = performance.now() - startedAt;
    // Twice the time: this machine may be busy, but nobody is left hanging.
    if (heardAfter > 2 * PATIENCE_MS) throw new Error(`order ${requestId}: no answer for ${heardAfter} ms`);
    onSetback();
    await sleep(250);
  }
  throw new Error(`order ${requestId} was never answered`);
}
