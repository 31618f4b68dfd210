import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RelayOptions<T> {
  /** Most items in one sending. */
  readonly limit: number;
  /** Milliseconds in which items are gathered before a sending that is not full; nobody waits for it. */
  readonly pauseMs: number;
  /** Takes items that are due and that nobody else works on. */
  readonly claim: (limit: number) => Promise<readonly T[]>;
  /** Tells somebody else, and takes note of what they took. May be repeated. */
  readonly send: (items: readonly T[]) => Promise<void>;
  /** Told of sendings that failed; their items are due again later. */
  readonly onError: (error: unknown) => void;
}

/** How many items may wait in memory; more are left to the sweep. */
const MAX_WAITING = 10_000;

/**
 * Passes on what stands in the database already, soon and without anybody waiting for it: what is
 * told within a pause, or while a sending runs, goes together. What is lost here, with the process or with
 * the other side, is still due in the database, where `sweep` finds it.
 */
export class Relay<T> {
  readonly #options: RelayOptions<T>;
  readonly #waiting: T[] = [];
  #sending: Promise<void> | undefined;

  constructor(options: RelayOptions<T>) {
    // What goes out together is sent for nobody's call in particular: no caller's deadline ends it.
    this.#options = { ...options, send: AsyncLocalStorage.bind(options.send) };
  }

  tell(item: T): void {
    if (this.#waiting.length >= MAX_WAITING) return;
    this.#waiting.push(item);
    this.#sending ??= this.#sendWaiting();
  }

  async sweep(): Promise<void> {
    const { limit, claim, send } = this.#options;
    for (;;) {
      const items = await claim(limit);
      if (items.length > 0) await send(items);
      if (items.length < limit) return;
    }
  }

  /** Resolves when nothing waits in memory. */
  async idle(): Promise<void> {
    await this.#sending;
  }

  async #sendWaiting(): Promise<void> {
    const { limit, pauseMs, send, onError } = this.#options;
    while (this.#waiting.length > 0) {
      if (this.#waiting.length < limit && pauseMs > 0) await sleep(pauseMs);
      await send(this.#waiting.splice(0, limit)).catch(onError);
    }
    this.#sending = undefined;
  }
}
