import { type ClientMiddleware, Metadata } from 'nice-grpc-common';
import { isBookstoreError } from '../errors/error-classes.ts';
import type { BookstoreHooks } from '../hooks.ts';
import { CallObserver, type Ending } from './call-observer.ts';
import { SafeHooks } from './safe-hooks.ts';

/** Who is told of a call's tries; what is inside `observed` gets it. */
export interface ObserverOption {
  readonly observer?: CallObserver;
}

const GIVEN_UP: Ending = { outcome: 'GIVEN_UP', code: 'CANCELLED' };

/** Tells hooks of each call, as its caller sees it: from the first try to the last, whatever ends it. */
export function observed(hooks: BookstoreHooks): ClientMiddleware<object, ObserverOption> {
  const safeHooks = new SafeHooks(hooks);
  return async function* observe(call, options) {
    const observer = new CallObserver(safeHooks, call.method);
    // Where the loop over a stream is left, nothing is thrown and nothing returned; only `finally` runs.
    let ending = GIVEN_UP;
    try {
      const result = yield* call.next(call.request, { ...options, observer });
      ending = { outcome: 'OK', code: 'OK' };
      return result;
    } catch (error) {
      ending = endingOf(error, options.signal);
      throw error;
    } finally {
      observer.end(ending);
    }
  };
}

/** Sends with each try what the hooks want to go with it. */
export const metadataOfHooks: ClientMiddleware<ObserverOption> = async function* sendMetadata(
  call,
  { observer, ...options },
) {
  if (observer === undefined) return yield* call.next(call.request, options);
  const metadata = Metadata(options.metadata);
  for (const [key, value] of observer.metadata()) metadata.set(key, value);
  return yield* call.next(call.request, { ...options, metadata });
};

function endingOf(error: unknown, signal: AbortSignal | undefined): Ending {
  if (signal?.aborted && error === signal.reason) return GIVEN_UP;
  return isBookstoreError(error) ? { outcome: error.reason, code: error.code } : { outcome: 'FAILED', code: 'UNKNOWN' };
}
