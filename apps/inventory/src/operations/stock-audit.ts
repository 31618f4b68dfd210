import { setTimeout as sleep } from 'node:timers/promises';
import type { StockBreach, StockSums } from '../domain/stock-sums.ts';

export interface StockAuditOptions {
  readonly sums: StockSums;
  /** Milliseconds from the end of one audit to the next. */
  readonly everyMs: number;
  /** Books at once. */
  readonly batchSize: number;
  /** Told of a breach when it is found first, and again when its figures change. */
  readonly report: (breach: StockBreach) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** Waits for so many milliseconds, or until it is told to stop. */
  readonly rest?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** An audit rests so many times as long as it works, for it is never in a hurry and buyers are. */
const REST = 9;

/**
 * Adds up the stock of all books from time to time, and says what does not come out. It repairs
 * nothing: whatever broke the sums may have broken more than them, and a person has to see it as it is.
 */
export class StockAudit {
  readonly #options: StockAuditOptions;
  readonly #stopping = new AbortController();
  #reported: ReadonlyMap<string, string> = new Map();
  #dueAt = -Infinity;

  constructor(options: StockAuditOptions) {
    this.#options = options;
  }

  /** Audits everything if it is time. Sweeps are woken each minute, however rarely they have something to do. */
  async sweep(): Promise<void> {
    const { everyMs, now = () => performance.now() } = this.#options;
    if (now() < this.#dueAt) return;
    await this.#audit();
    this.#dueAt = now() + everyMs;
  }

  /** Lets an audit end with the books that it is at. */
  stop(): void {
    this.#stopping.abort();
  }

  async #audit(): Promise<void> {
    const { sums, batchSize, now = () => performance.now(), rest = restUnlessStopped } = this.#options;
    const { signal } = this.#stopping;
    const found = new Map<string, string>();
    let after: string | undefined;
    do {
      const begunAt = now();
      const { last, breaches } = await sums.check(after, batchSize);
      for (const breach of breaches) found.set(breach.bookId, this.#reportOnce(breach));
      after = last;
      if (after !== undefined) await rest(REST * (now() - begunAt), signal);
    } while (after !== undefined && !signal.aborted);
    this.#reported = found;
  }

  #reportOnce(breach: StockBreach): string {
    const { onHand, moved, reserved, held } = breach;
    const figures = [onHand, moved, reserved, held].join();
    if (this.#reported.get(breach.bookId) !== figures) this.#options.report(breach);
    return figures;
  }
}

function restUnlessStopped(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
