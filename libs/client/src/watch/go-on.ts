import type { RetryBudget } from '@bookstore/values';
import { delay } from 'abort-controller-x';
import { UnauthenticatedError, UnrecognizedError } from '../errors/call-errors.ts';
import { isBookstoreError } from '../errors/error-classes.ts';

/** How a watch of one service goes on. */
export interface Pace {
  /** Shared with the calls of that service: with too little left of it, a watch comes back slowly. */
  readonly budget: RetryBudget;
  /** Aborted when the connections are closed for good, which by itself does not end a stream. */
  readonly closed: AbortSignal;
}

/** What a watch takes. */
export interface WatchOptions {
  /** Ends the watch; it then throws the signal's reason. A `break` out of the loop ends it too. */
  readonly signal?: AbortSignal;
}

/** Setbacks one after the other, with nothing heard in between; about half a minute. */
const MOST_SETBACKS = 10;
/** Milliseconds before the first repeat, on average; doubled before each further one up to the longest. */
const BASE_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
/** A stream that stood for so many milliseconds was no setback, even if there was nothing to tell. */
const STOOD_MS = 10_000;

/**
 * The messages of a stream that is opened again, from where its opener has come, whenever the
 * connection or the server is lost, or the access token has ended. Ends by an error when that does
 * not help, and when it does not get through for about half a minute.
 */
export async function* goOn<Message>(
  open: (signal: AbortSignal) => AsyncIterable<Message>,
  { budget, closed, signal: given }: Pace & WatchOptions,
): AsyncGenerator<Message, void, undefined> {
  const signal = given ? AbortSignal.any([given, closed]) : closed;
  let setbacks: unknown[] = [];
  for (;;) {
    const openedAt = performance.now();
    try {
      for await (const message of open(signal)) {
        setbacks = [];
        budget.succeeded();
        yield message;
      }
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (performance.now() - openedAt > STOOD_MS) setbacks = [];
      if (!mayPass(error, setbacks)) throw error;
      setbacks.push(error);
    }
    await delay(signal, delayAfter(setbacks, budget));
  }
}

function mayPass(error: unknown, before: readonly unknown[]): boolean {
  if (!isBookstoreError(error) || before.length >= MOST_SETBACKS) return false;
  // A new token was fetched meanwhile; if there is none, or it is refused too, another will be.
  if (error instanceof UnauthenticatedError) return !before.some((other) => other instanceof UnauthenticatedError);
  if (error.reason === 'CERTIFICATE_NOT_TRUSTED') return false;
  return error.code === 'UNAVAILABLE' || error.reason === 'OVERLOADED' || isBrokenOff(error);
}

/** What gRPC makes of a stream that ended without a word of the service: a reset, or a connection that is gone. */
function isBrokenOff(error: unknown): boolean {
  return (
    error instanceof UnrecognizedError &&
    error.wireReason === '' &&
    ['CANCELLED', 'INTERNAL', 'UNKNOWN'].includes(error.code)
  );
}

/** Between half and one and a half times the doubled base, so that watchers of a lost server do not come back together. */
function delayAfter(setbacks: readonly unknown[], budget: RetryBudget): number {
  const last = setbacks.at(-1);
  const asked = isBookstoreError(last) ? (last.retryAfterMs ?? 0) : 0;
  const doubled = Math.min(LONGEST_DELAY_MS, BASE_DELAY_MS * 2 ** (setbacks.length - 1));
  return Math.round(asked + (budget.canRepeat ? doubled : LONGEST_DELAY_MS) * (0.5 + Math.random()));
}
