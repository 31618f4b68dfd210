import { DomainError } from '@bookstore/values';
import type { HandlerKind } from './handler-kind.ts';

/** The most handlers at once. */
export interface HandlerLimits {
  /** Of all kinds together but streams, which mostly wait. */
  readonly total: number;
  readonly kinds: Readonly<Record<HandlerKind, number>>;
}

/** Milliseconds after which a refused caller may ask again, on average. */
const RETRY_AFTER_MS = 200;

/**
 * Counts running handlers and refuses more than a service can serve. A handler outlives the
 * stream of a caller that went away, so counting streams is not enough.
 */
export class Admission {
  readonly #limits: HandlerLimits;
  readonly #running: Record<HandlerKind, number> = { serviceCall: 0, stream: 0, upload: 0, read: 0, write: 0 };

  constructor(limits: HandlerLimits) {
    this.#limits = limits;
  }

  /**
   * To be asked before anything is done for a call: what is refused anyway must cost next to nothing.
   * @throws {DomainError} RESOURCE_EXHAUSTED `OVERLOADED` when there is no place.
   */
  expectPlace(kind: HandlerKind): void {
    const { total, kinds } = this.#limits;
    if (this.#running[kind] >= kinds[kind]) throw overloaded();
    if (kind !== 'stream' && this.#working() >= total) throw overloaded();
  }

  /**
   * Takes a place; the function it gives back frees it.
   * @throws {DomainError} RESOURCE_EXHAUSTED `OVERLOADED` when there is none.
   */
  enter(kind: HandlerKind): () => void {
    this.expectPlace(kind);
    this.#running[kind] += 1;
    return () => {
      this.#running[kind] -= 1;
    };
  }

  #working(): number {
    const { serviceCall, upload, read, write } = this.#running;
    return serviceCall + upload + read + write;
  }
}

/** With jitter, so that those who are refused together do not come back together. */
function overloaded(): DomainError {
  return new DomainError('RESOURCE_EXHAUSTED', 'OVERLOADED', 'too many calls at this moment; try again', {
    retryAfterMs: Math.round(RETRY_AFTER_MS * (0.5 + Math.random())),
  });
}
