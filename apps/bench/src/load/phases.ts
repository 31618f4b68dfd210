import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Window } from './load.ts';

const MORE_MS = 20_000;
const LOOK_MS = 10;

type Phase = 'warming up' | 'measuring' | 'over';

/** Warming up, measuring, over: what a load is in, told by the clock. */
export class Phases {
  #now: Phase = 'warming up';
  #elapsedMs = 0;

  are(phase: Phase): boolean {
    return this.#now === phase;
  }

  /** How long was measured, once it is over. */
  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  /**
   * Goes through them; they are over also when it fails. Measuring goes on for up to twenty seconds
   * more until something has been measured: a figure of nothing says nothing.
   */
  async pass({ warmUpMs, measureMs, onMoment, signal }: Window, hasSome: () => boolean): Promise<void> {
    try {
      await sleep(warmUpMs, undefined, { signal });
      this.#now = 'measuring';
      onMoment?.('begins');
      const begin = performance.now();
      await sleep(measureMs, undefined, { signal });
      while (!hasSome() && performance.now() - begin < measureMs + MORE_MS) await sleep(LOOK_MS, undefined, { signal });
      this.#elapsedMs = performance.now() - begin;
      onMoment?.('ends');
    } finally {
      this.#now = 'over';
    }
  }
}
