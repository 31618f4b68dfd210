import { AsyncLocalStorage } from 'node:async_hooks';

/** What travels with one call through everything that is done for it. */
export interface CallScope {
  /** Names the call in every log line of every service that it reaches. */
  readonly requestId: string;
  /** Milliseconds since the epoch after which nobody waits for the answer; Infinity for none. */
  readonly deadline: number;
  /** Aborted when the caller has gone or the deadline has passed. */
  readonly signal: AbortSignal;
}

const storage = new AsyncLocalStorage<CallScope>();

/** Runs work for a call; all that it starts finds the scope by `currentCall`. */
export function runInCall<T>(scope: CallScope, work: () => T): T {
  return storage.run(scope, work);
}

/** The call that this work is done for; undefined for work that the service does by itself. */
export function currentCall(): CallScope | undefined {
  return storage.getStore();
}

/** Milliseconds that whoever this work is done for will still wait; Infinity when nobody does. */
export function remainingMs(): number {
  return (currentCall()?.deadline ?? Number.POSITIVE_INFINITY) - Date.now();
}

/** Runs work of a batch or a timer: for nobody's call, so that no caller's deadline ends it. */
export function runOutsideCalls<T>(work: () => T): T {
  return storage.exit(work);
}
