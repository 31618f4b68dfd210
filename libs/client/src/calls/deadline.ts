import { type ClientMiddleware, Metadata } from 'nice-grpc-common';
import { failureOf } from '../errors/error-classes.ts';
import { refusalOfClient } from '../errors/refusal-from-wire.ts';
import type { CallOptions } from './call-options.ts';

/** When a call ends, in milliseconds since the epoch; what is inside `deadlined` gets it. */
export interface DeadlineOption {
  readonly deadline?: number;
}

/** `grpc-timeout` has at most eight digits (gRPC over HTTP/2): a good day in milliseconds. */
const LONGEST_TIMEOUT_MS = 99_999_999;

/**
 * Gives each call its deadline, over all its tries, and ends it by then even if nobody answers. A
 * call that its caller gave up rejects with the reason of the caller's signal. A stream of answers
 * has no deadline unless its caller gives one: it is there to wait.
 */
export function deadlined(defaultTimeoutMs: number): ClientMiddleware<CallOptions, DeadlineOption> {
  return async function* endByDeadline(call, { timeoutMs, signal, ...options }) {
    if (call.responseStream && timeoutMs === undefined) {
      return yield* call.next(call.request, { ...options, ...(signal && { signal }) });
    }
    const budget = Math.min(timeoutMs ?? defaultTimeoutMs, LONGEST_TIMEOUT_MS);
    const timeout = AbortSignal.timeout(budget);
    try {
      return yield* call.next(call.request, {
        ...options,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        deadline: Date.now() + budget,
      });
    } catch (error) {
      if (!timeout.aborted || error !== timeout.reason) throw error;
      throw failureOf(refusalOfClient('DEADLINE_EXCEEDED', `no answer came within ${budget} ms`, error));
    }
  };
}

/** Sends what is left of the deadline with each try: nice-grpc sends none by itself. */
export const deadlineOnTheWire: ClientMiddleware<DeadlineOption> = async function* sendDeadline(
  call,
  { deadline, ...options },
) {
  if (deadline === undefined) return yield* call.next(call.request, options);
  const left = Math.max(1, Math.ceil(deadline - Date.now()));
  const metadata = Metadata(options.metadata).set('grpc-timeout', `${left}m`);
  return yield* call.next(call.request, { ...options, metadata });
};
