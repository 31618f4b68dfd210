import { DomainError } from '@bookstore/values';

/**
 * The placings that run in this process. A repeat of one that runs shares its outcome; another
 * try at the same order (other content, another payment method) waits for its turn.
 */
export class RunningOrders<T> {
  readonly #limit: number;
  readonly #running = new Map<string, { readonly content: string; readonly outcome: Promise<T> }>();
  /** Tries that wait for their turn. */
  #waiting = 0;

  /** Takes how many may run or wait at once: a placing outlives a caller that went away. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws {DomainError} RESOURCE_EXHAUSTED `OVERLOADED` when too many run or wait. */
  async run(orderId: string, content: string, place: () => Promise<T>): Promise<T> {
    for (;;) {
      const running = this.#running.get(orderId);
      if (!running) return this.#start(orderId, content, place);
      if (running.content === content) return running.outcome;
      await this.#waitFor(running.outcome);
    }
  }

  /** Resolves when none of those that run now does any more. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#running.values()].map(({ outcome }) => outcome));
  }

  async #waitFor(outcome: Promise<T>): Promise<void> {
    this.#expectPlace();
    this.#waiting += 1;
    await outcome.catch(() => undefined);
    this.#waiting -= 1;
  }

  #expectPlace(): void {
    if (this.#running.size + this.#waiting >= this.#limit) throw overloaded();
  }

  #start(orderId: string, content: string, place: () => Promise<T>): Promise<T> {
    this.#expectPlace();
    const outcome = place().finally(() => this.#running.delete(orderId));
    this.#running.set(orderId, { content, outcome });
    return outcome;
  }
}

function overloaded(): DomainError {
  return new DomainError('RESOURCE_EXHAUSTED', 'OVERLOADED', 'too many orders at this moment; try again', {
    retryAfterMs: 200,
  });
}
