import type { StatusName } from './errors/bookstore-error.ts';
import type { FailureReason } from './errors/error-classes.ts';

/**
 * What a Bookstore tells of its calls, for logs, metrics and traces, and what it sends along for them.
 *
 *     const shop = new Bookstore(address, {
 *       hooks: {
 *         ended: ({ method }, { outcome, durationMs }) => latency.record(durationMs, { method, outcome }),
 *         metadata: () => ({ traceparent: currentTraceparent() }),
 *       },
 *     });
 *
 * Hooks are called at once and not waited for, in the async context of whoever made the call. They
 * cannot break it: what a hook throws, or rejects with, becomes a warning of the process, once for a
 * Bookstore. They are told names and figures, never what a call carries: no tokens, no passwords, no
 * payment methods. A watch is told as one call for each time that it is opened, an import as one for
 * each thousand rows, a list as one for each page.
 */
export interface BookstoreHooks {
  /** A call begins. */
  readonly started?: ((call: ObservedCall) => void) | undefined;
  /** A try has failed, and another one follows. */
  readonly retried?: ((call: ObservedCall, retry: CallRetry) => void) | undefined;
  /** A call has ended, well or not; told once for each that was started. */
  readonly ended?: ((call: ObservedCall, end: CallEnd) => void) | undefined;
  /**
   * Asked before each try for what goes with it as gRPC metadata, such as `traceparent` and `tracestate`
   * (W3C Trace Context). Left out is what cannot be sent as text, and what gRPC, HTTP/2 and the session
   * keep to themselves, such as `authorization`.
   */
  readonly metadata?: ((call: ObservedCall) => Readonly<Record<string, string>>) | undefined;
}

/** One call, with all its tries; the same object from start to end, to keep a span by in a `WeakMap`. */
export interface ObservedCall {
  /** The contract's service, for example `bookstore.orders.v1.OrderService`. */
  readonly service: string;
  /** The contract's method, for example `PlaceOrder`. */
  readonly method: string;
}

/** A try that failed and is followed by another. */
export interface CallRetry {
  /** Which try failed; the first is 1. */
  readonly attempt: number;
  /** What it failed with. */
  readonly reason: FailureReason;
  /** Milliseconds from now until the next. */
  readonly delayMs: number;
  /** Milliseconds since the call began. */
  readonly elapsedMs: number;
}

/**
 * How a call ended: `OK`; by the reason of the error that it failed with; `GIVEN_UP` by its signal, or
 * because the loop over its answers was left; `FAILED` by something that is not the shop's, such as a
 * token store that throws.
 */
export type CallOutcome = 'OK' | 'GIVEN_UP' | 'FAILED' | FailureReason;

/** The end of a call. */
export interface CallEnd {
  /** How many tries it took. */
  readonly attempts: number;
  /** Milliseconds from start to end, waiting between tries included. */
  readonly durationMs: number;
  /** What came of it. */
  readonly outcome: CallOutcome;
  /** The gRPC status that goes with the outcome: `OK`, `CANCELLED` if it was given up, `UNKNOWN` if it failed here. */
  readonly code: StatusName;
}
