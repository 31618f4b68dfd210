import { DomainError } from '@bookstore/values';
import { unauthenticated } from './access.ts';

/** What a call is told that meets a server which is going away. */
export function shuttingDown(): DomainError {
  return new DomainError('UNAVAILABLE', 'SHUTTING_DOWN', 'the server is going away; another try finds another one', {
    retryAfterMs: 100,
  });
}

/** The longest that a timer of Node's can wait; longer ones go off at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** When a stream of answers must end, though its handler would go on. */
export class StreamEnd {
  /** Aborted then; its reason is the refusal that the caller is told. */
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout | undefined;

  /** Ends with the server, and when the token that let the caller in does: milliseconds since the epoch. */
  constructor(draining: AbortSignal, accessUntil = Number.POSITIVE_INFINITY) {
    const expired = new AbortController();
    const left = accessUntil - Date.now();
    if (left <= LONGEST_MS) this.#timer = setTimeout(() => expired.abort(unauthenticated()), left).unref();
    this.signal = AbortSignal.any([draining, expired.signal]);
  }

  /** The stream has ended by itself. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
