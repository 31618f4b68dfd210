import type { Order } from '@bookstore/contracts/orders/v1/order';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { type Channel, createChannel, createClientFactory, type Metadata } from 'nice-grpc';
import { errorDetailsClientMiddleware } from 'nice-grpc-error-details';
import { expect } from 'vitest';

/** Somebody who watches orders at one process, over one connection. */
export class Watcher {
  readonly #channel: Channel;
  readonly #client;
  readonly #metadata: Metadata;

  constructor(address: string, metadata: Metadata) {
    this.#channel = createChannel(address, undefined, { 'grpc.use_local_subchannel_pool': 1 });
    this.#client = createClientFactory()
      .use(errorDetailsClientMiddleware)
      .create(OrderServiceDefinition, this.#channel);
    this.#metadata = metadata;
  }

  watch(orderId: string, afterVersion = 0n): Watch {
    const leaving = new AbortController();
    const options = { metadata: this.#metadata, signal: leaving.signal };
    return new Watch(this.#client.watchOrder({ orderId, afterVersion }, options), leaving);
  }

  close(): void {
    this.#channel.close();
  }
}

/** One stream, and all that came by it. */
export class Watch {
  readonly orders: Order[] = [];
  /** What it ended with. */
  readonly end: Promise<unknown>;
  readonly #leaving: AbortController;

  constructor(stream: AsyncIterable<{ readonly order?: Order | undefined }>, leaving: AbortController) {
    this.#leaving = leaving;
    this.end = this.#read(stream);
  }

  get versions(): readonly bigint[] {
    return this.orders.map(({ version }) => version);
  }

  async sees(...versions: readonly bigint[]): Promise<void> {
    await expect.poll(() => this.versions, { timeout: 15_000 }).toEqual(versions);
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.end;
  }

  async #read(stream: AsyncIterable<{ readonly order?: Order | undefined }>): Promise<unknown> {
    try {
      for await (const { order } of stream) if (order) this.orders.push(order);
      return undefined;
    } catch (error) {
      return error;
    }
  }
}
