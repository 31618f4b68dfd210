import { setTimeout as sleep } from 'node:timers/promises';
import { type NewOrder, newRequestId } from '@bookstore/client';
import { ADDRESS } from '../shoppers.ts';
import { answerOf, orderSeen } from './answers.ts';
import type { Answer } from './history-log.ts';
import type { Paced, ShopperStep } from './plan.ts';
import { CURRENCY, lookBack, PATIENCE_MS, type Person, type ShopOfHistory } from './shop-of-history.ts';

/** What somebody waits who was told nothing for certain, before they ask again. */
const PAUSE_MS = 700;

interface Placing {
  readonly requestId: string;
  readonly order: NewOrder;
  isAnswered?: boolean;
  orderId?: string;
  redirectUrl?: string | undefined;
}

/** Somebody who does what the plan says, step by step, and writes down what they are told. */
export class Shopper {
  readonly #person: Person;
  readonly #shop: ShopOfHistory;
  readonly #placings: Placing[] = [];

  constructor(person: Person, shop: ShopOfHistory) {
    this.#person = person;
    this.#shop = shop;
  }

  async act(steps: readonly Paced<ShopperStep>[]): Promise<void> {
    for (const { step, pauseMs } of steps) {
      await sleep(pauseMs);
      await this.#do(step);
    }
  }

  /** Asks once more for everything, as after the faults: everybody must get the answer that they had. */
  async askAgain(): Promise<void> {
    for (const placing of this.#placings.filter(({ orderId }) => orderId !== undefined)) {
      await this.#ask(placing);
      await this.#read(placing);
    }
  }

  #do(step: ShopperStep): Promise<unknown> {
    switch (step.kind) {
      case 'place':
        return this.#place(step);
      case 'repeat':
        return this.#repeat(step);
      case 'get':
        return this.#with(step.back, (placing) => this.#read(placing));
      case 'cancel':
        return this.#with(step.back, (placing) => this.#cancel(placing));
      case 'authenticate':
        return this.#with(step.back, (placing) => this.#authenticate(placing, step.decision));
    }
  }

  async #with(back: number, work: (placing: Placing) => Promise<unknown>): Promise<void> {
    const placing = lookBack(this.#placings, back);
    if (placing) await work(placing);
  }

  async #place(step: Extract<ShopperStep, { kind: 'place' }>): Promise<void> {
    const lines = step.lines.map(({ book, quantity }) => ({ ...this.#title(book), quantity }));
    const shown = lines.reduce((sum, { shownPrice, quantity }) => sum + shownPrice * quantity, 0);
    const total = { 'what is shown': shown, 'something else': shown + 1, nothing: undefined }[step.expects];
    const order: NewOrder = {
      lines: lines.map(({ bookId, quantity }) => ({ bookId, quantity })),
      shippingAddress: ADDRESS,
      paymentMethod: step.paymentMethod,
      expectedTotal: total === undefined ? undefined : { currencyCode: CURRENCY, minorUnits: BigInt(total) },
    };
    const placing = { requestId: newRequestId(), order };
    this.#placings.push(placing);
    const voices = Array.from({ length: step.together }, (_, voice) => this.#ask(placing, order, voice, step));
    await Promise.all(voices);
    await this.#insist(placing, step.insists);
  }

  async #insist(placing: Placing, times: number): Promise<void> {
    for (let time = 0; time < times && !placing.isAnswered; time += 1) {
      await sleep(PAUSE_MS);
      await this.#ask(placing);
    }
  }

  /** With the content as it was, without the payment method, or with other content, which must be refused. */
  #repeat({ back, change }: Extract<ShopperStep, { kind: 'repeat' }>): Promise<void> {
    return this.#with(back, (placing) => {
      const { lines } = placing.order;
      if (change === 'nothing') return this.#ask(placing);
      if (change === 'no payment method') return this.#ask(placing, { ...placing.order, paymentMethod: undefined });
      const more = lines.map(({ bookId, quantity }) => ({ bookId, quantity: quantity + 1 }));
      return this.#ask(placing, { ...placing.order, lines: more });
    });
  }

  async #ask(
    placing: Placing,
    order = placing.order,
    voice = 0,
    { givesUpAfterMs }: { readonly givesUpAfterMs?: number | undefined } = {},
  ): Promise<void> {
    const { requestId } = placing;
    const process = voice === 0 ? this.#person.name : `${this.#person.name}.${voice}`;
    const options = {
      ...{ requestId, timeoutMs: PATIENCE_MS },
      ...(givesUpAfterMs !== undefined && { signal: AbortSignal.timeout(givesUpAfterMs) }),
    };
    const value = {
      lines: order.lines,
      paymentMethod: order.paymentMethod ?? '',
      ...(order.expectedTotal && { expectedTotal: Number(order.expectedTotal.minorUnits) }),
    };
    const key = `${this.#person.userId}/${requestId}`;
    const answer = await this.#shop.log.record({ process, function: 'place', key, value }, () =>
      answerOf(this.#person.store.orders.place(order, options), (placed) => {
        placing.redirectUrl = placed.nextAction?.redirectUrl;
        return { order: orderSeen(placed) };
      }),
    );
    this.#remember(placing, answer);
  }

  #remember(placing: Placing, { type, value: { order } }: Answer): void {
    placing.isAnswered ||= type !== 'info';
    if (!order) return;
    placing.orderId = order.orderId;
    if (order.status === 'PAID' && !this.#shop.acknowledged.includes(order.orderId))
      this.#shop.acknowledged.push(order.orderId);
  }

  async #read({ orderId }: Placing): Promise<void> {
    if (orderId === undefined) return;
    await this.#shop.log.record({ process: this.#person.name, function: 'get', key: orderId, value: {} }, () =>
      answerOf(this.#person.store.orders.get(orderId, { timeoutMs: PATIENCE_MS }), ({ order }) => ({
        order: orderSeen(order),
      })),
    );
  }

  async #cancel({ orderId }: Placing): Promise<void> {
    if (orderId === undefined) return;
    await this.#shop.log.record({ process: this.#person.name, function: 'cancel', key: orderId, value: {} }, () =>
      answerOf(this.#person.store.orders.cancel(orderId, { timeoutMs: PATIENCE_MS }), (order) => ({
        order: orderSeen(order),
      })),
    );
  }

  /** At the page of the buyer's bank, and then again at the shop. */
  async #authenticate(placing: Placing, decision: string): Promise<void> {
    const { orderId, redirectUrl } = placing;
    if (orderId === undefined || redirectUrl === undefined) return;
    const body = new URLSearchParams({ decision });
    const asked = { process: this.#person.name, function: 'authenticate', key: orderId, value: {} } as const;
    await this.#shop.log.record(asked, async () => {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch(redirectUrl, { method: 'POST', body, redirect: 'manual', signal }).catch(() => null);
      return { type: answer?.status === 303 ? 'ok' : 'info', value: { reason: decision } };
    });
    await this.#ask(placing);
  }

  #title(book: number) {
    const title = this.#shop.titles[book];
    if (!title) throw new Error(`the plan names book ${book}, which there is not`);
    return title;
  }
}
