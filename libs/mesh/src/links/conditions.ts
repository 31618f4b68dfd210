import type { Latency, Way } from './link.ts';

/** The state of the network that all connections of a link share. */
export class Conditions {
  readonly #random: () => number;
  readonly #cuts = new Map<Way, PromiseWithResolvers<void>>();
  #latency: Latency = { ms: 0 };

  /** Takes numbers from 0 to below 1, for jitter. */
  constructor(random: () => number) {
    this.#random = random;
  }

  cut(way: Way): void {
    if (!this.#cuts.has(way)) this.#cuts.set(way, Promise.withResolvers());
  }

  slow(latency: Latency): void {
    this.#latency = latency;
  }

  clear(): void {
    this.#latency = { ms: 0 };
    const cuts = [...this.#cuts.values()];
    this.#cuts.clear();
    for (const cut of cuts) cut.resolve();
  }

  /** Resolves when none of these ways is cut. */
  async passage(...ways: readonly Way[]): Promise<void> {
    for (;;) {
      const cut = ways.map((way) => this.#cuts.get(way)).find((found) => found !== undefined);
      if (!cut) return;
      await cut.promise;
    }
  }

  /** Milliseconds that the next chunk is on its way. */
  travelMs(): number {
    const { ms, jitterMs = 0 } = this.#latency;
    return jitterMs === 0 ? ms : ms + jitterMs * this.#random();
  }
}
