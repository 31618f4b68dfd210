import type { RetryBudget } from '@bookstore/values';
import { delay } from 'abort-controller-x';
import type { ClientMiddleware, MethodDescriptor } from 'nice-grpc-common';
import type { BookstoreError } from '../errors/bookstore-error.ts';
import { type BookstoreFailure, isBookstoreError } from '../errors/error-classes.ts';
import type { DeadlineOption } from './deadline.ts';
import type { ObserverOption } from './observed.ts';

/** Tries of one call, the first included. */
const MOST_TRIES = 4;
/** Milliseconds before the second try, on average; doubled before each further one. */
const BASE_DELAY_MS = 100;

/** What is known of the call that the tries are of. */
type CallState = DeadlineOption & ObserverOption;

/**
 * Tries again what failed with UNAVAILABLE, and nothing else (AIP-194): only reads, and writes that
 * carry the request id by which the shop knows a repeat. Waits with jitter, at least as long as the
 * shop asks for (RetryInfo), and never beyond the deadline.
 */
export function retried(budget: RetryBudget): ClientMiddleware<CallState, CallState> {
  return async function* retry(call, options) {
    const most = mayRepeat(call.method, call.request) ? MOST_TRIES : 1;
    for (let tries = 1; ; tries += 1) {
      try {
        const result = yield* call.next(call.request, options);
        budget.succeeded();
        return result;
      } catch (error) {
        if (!isBookstoreError(error) || !mayPass(error)) throw error;
        const delayMs = delayBefore(tries, error);
        const inTime = Date.now() + delayMs < (options.deadline ?? Number.POSITIVE_INFINITY);
        const affordable = budget.failed();
        if (tries >= most || !inTime || !affordable) throw error;
        options.observer?.retry(error, delayMs);
        await delay(options.signal ?? new AbortController().signal, delayMs);
      }
    }
  };
}

/** A certificate that is not trusted is UNAVAILABLE too, but no repeat makes it a better one. */
function mayPass({ code, reason }: BookstoreFailure): boolean {
  return code === 'UNAVAILABLE' && reason !== 'CERTIFICATE_NOT_TRUSTED';
}

function mayRepeat(method: MethodDescriptor, request: unknown): boolean {
  if (method.requestStream || method.responseStream) return false;
  if (method.options.idempotencyLevel === 'NO_SIDE_EFFECTS') return true;
  return typeof request === 'object' && request !== null && 'requestId' in request && request.requestId !== '';
}

/** Between half and one and a half times the doubled base, so that clients do not come back together. */
function delayBefore(tries: number, { retryAfterMs = 0 }: BookstoreError): number {
  const jittered = BASE_DELAY_MS * 2 ** (tries - 1) * (0.5 + Math.random());
  return Math.round(retryAfterMs + jittered);
}
