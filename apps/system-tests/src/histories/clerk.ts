import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order } from '@bookstore/client';
import { answerOf, orderSeen } from './answers.ts';
import type { FunctionName } from './history-event.ts';
import type { ClerkStep, Paced } from './plan.ts';
import { CURRENCY, lookBack, PATIENCE_MS, type Person, type ShopOfHistory } from './shop-of-history.ts';

const options = { timeoutMs: PATIENCE_MS };

/** A member of staff: ships, completes, cancels and refunds what was acknowledged; changes prices and stock. */
export class Clerk {
  readonly #person: Person;
  readonly #shop: ShopOfHistory;

  constructor(person: Person, shop: ShopOfHistory) {
    this.#person = person;
    this.#shop = shop;
  }

  /** Until the steps are done, or the others are. */
  async act(steps: readonly Paced<ClerkStep>[], isOver: () => boolean): Promise<void> {
    for (const { step, pauseMs } of steps) {
      await sleep(pauseMs);
      if (isOver()) return;
      await this.#do(step);
    }
  }

  #do(step: ClerkStep): Promise<void> {
    const { orders } = this.#person.store;
    switch (step.kind) {
      case 'ship': {
        const parcel = { carrier: 'Post', trackingNumber: 'RR123456785GB' };
        return this.#move('ship', step.back, (orderId) => orders.ship(orderId, parcel, options));
      }
      case 'complete':
        return this.#move('complete', step.back, (orderId) => orders.complete(orderId, options));
      case 'cancel':
        return this.#move('cancel', step.back, (orderId) => orders.cancel(orderId, options));
      case 'refund':
        return this.#refund(step);
      case 'price':
        return this.#price(step);
      case 'adjust':
        return this.#adjust(step);
    }
  }

  async #move(name: FunctionName, back: number, call: (orderId: string) => Promise<Order>): Promise<void> {
    const orderId = lookBack(this.#shop.acknowledged, back);
    if (orderId === undefined) return;
    await this.#shop.log.record({ process: this.#person.name, function: name, key: orderId, value: {} }, () =>
      answerOf(call(orderId), (order) => ({ order: orderSeen(order) })),
    );
  }

  async #refund({ back, share, times }: Extract<ClerkStep, { kind: 'refund' }>): Promise<void> {
    const orderId = lookBack(this.#shop.acknowledged, back);
    if (orderId === undefined) return;
    const requestId = randomUUID();
    const minorUnits = BigInt(Math.max(1, Math.floor(100 * share)));
    const wish = share === 1 ? {} : { amount: { currencyCode: CURRENCY, minorUnits } };
    const value = { amount: share === 1 ? 0 : Number(minorUnits) };
    for (let time = 0; time < times; time += 1) {
      await this.#shop.log.record({ process: this.#person.name, function: 'refund', key: requestId, value }, () =>
        answerOf(this.#person.store.orders.refund(orderId, wish, { ...options, requestId }), ({ order }) => ({
          order: orderSeen(order),
        })),
      );
    }
  }

  async #price({ book, price }: Extract<ClerkStep, { kind: 'price' }>): Promise<void> {
    const title = this.#shop.titles[book];
    if (!title) return;
    const { bookId } = title;
    const change = { price: { currencyCode: CURRENCY, minorUnits: BigInt(price) } };
    const asked = { process: this.#person.name, function: 'price', key: bookId, value: { bookId, price } } as const;
    const answer = await this.#shop.log.record(asked, () =>
      answerOf(this.#person.store.books.update(bookId, change, options), () => ({})),
    );
    if (answer.type === 'ok') title.shownPrice = price;
  }

  /** The same adjustment several times, refused or not, is made once at most; its note is its request id. */
  async #adjust({ book, quantity, times }: Extract<ClerkStep, { kind: 'adjust' }>): Promise<void> {
    const title = this.#shop.titles[book];
    if (!title) return;
    const requestId = randomUUID();
    const wish = { quantity, reason: quantity > 0 ? 'RECEIVED' : 'LOST', note: requestId } as const;
    const value = { bookId: title.bookId, quantity };
    for (let time = 0; time < times; time += 1) {
      await this.#shop.log.record({ process: this.#person.name, function: 'adjust', key: requestId, value }, () =>
        answerOf(this.#person.store.books.adjustStock(title.bookId, wish, { ...options, requestId }), () => ({})),
      );
    }
  }
}
