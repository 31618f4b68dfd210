import { setTimeout as sleep } from 'node:timers/promises';
import { runOutsideCalls } from '@bookstore/service-kit';
import { DomainError } from '@bookstore/values';
import pLimit from 'p-limit';

const AT_ONCE = 4;
const MOST_WAITING = 1_000;

/** Work that is done after the call it came from was answered. */
export class Errands {
  readonly #limit = pLimit(AT_ONCE);
  readonly #running = new Set<Promise<void>>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Takes work on. @throws {DomainError} RESOURCE_EXHAUSTED `OVERLOADED` when too much waits. */
  run(work: () => Promise<void>): void {
    if (this.#limit.pendingCount >= MOST_WAITING) {
      throw new DomainError('RESOURCE_EXHAUSTED', 'OVERLOADED', 'too much to do at this moment; try again', {
        retryAfterMs: 5_000,
      });
    }
    const running = runOutsideCalls(() => this.#limit(work))
      .catch(this.#onError)
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits until all that was taken on is done, or the time is over. Gives how much was not done by then. */
  async settle(withinMs: number): Promise<number> {
    const patience = new AbortController();
    const tired = sleep(withinMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.#running), tired]);
    patience.abort();
    this.#limit.clearQueue();
    return this.#running.size;
  }
}
