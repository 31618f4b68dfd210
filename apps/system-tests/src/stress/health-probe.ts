import { setTimeout as sleep } from 'node:timers/promises';
import type { Door } from '@bookstore/mesh';
import { type Channel, createChannel, createClient } from 'nice-grpc';
import { HealthDefinition } from 'nice-grpc-server-health';

const EVERY_MS = 50;

/** Asks orders for its health again and again, until disposed. */
export class HealthProbe implements Disposable {
  readonly #channel: Channel;
  readonly #times: number[] = [];
  #failed = 0;
  #isOver = false;

  private constructor(channel: Channel) {
    this.#channel = channel;
  }

  static start({ orders }: Door): HealthProbe {
    const probe = new HealthProbe(createChannel(orders));
    void probe.#run();
    return probe;
  }

  figures() {
    const sorted = this.#times.toSorted((one, other) => one - other);
    const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
    return { asked: sorted.length, failed: this.#failed, p99 };
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#channel.close();
  }

  async #run(): Promise<void> {
    const health = createClient(HealthDefinition, this.#channel);
    while (!this.#isOver) {
      const startedAt = performance.now();
      await health.check({ service: '' }).catch(() => (this.#failed += this.#isOver ? 0 : 1));
      this.#times.push(performance.now() - startedAt);
      await sleep(EVERY_MS);
    }
  }
}
