import { DomainError } from '@bookstore/values';

/**
 * Counts running handlers and refuses more than a service can serve. A handler outlives the
 * stream of a caller that went away, so counting streams is not enough.
 */
export class Admission {
  readonly #limit: number;
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get running(): number {
    return this.#running;
  }

  /**
   * Takes a place; the function it gives back frees it.
   * @throws {DomainError} RESOURCE_EXHAUSTED `OVERLOADED` when there is none.
   */
  enter(): () => void {
    if (this.#running >= this.#limit) {
      throw new DomainError('RESOURCE_EXHAUSTED', 'OVERLOADED', 'too many calls at this moment; try again', {
        retryAfterMs: 200,
      });
    }
    this.#running += 1;
    return () => {
      this.#running -= 1;
    };
  }
}
