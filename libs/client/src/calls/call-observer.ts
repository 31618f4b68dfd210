import type { MethodDescriptor } from 'nice-grpc-common';
import type { BookstoreFailure } from '../errors/error-classes.ts';
import type { CallEnd, ObservedCall } from '../hooks.ts';
import type { SafeHooks } from './safe-hooks.ts';

/** Metadata that is the session's, gRPC's or HTTP/2's own (RFC 9113, section 8.2.2). */
const RESERVED = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);
/** What gRPC takes as key and value of a text; `grpc-` is its own, and what ends in `-bin` has bytes. */
const KEY = /^(?!grpc-)[0-9a-z_.-]+(?<!-bin)$/;
const VALUE = /^[ -~]*$/;

/** How a call ended, but for its figures. */
export type Ending = Pick<CallEnd, 'outcome' | 'code'>;

/** Tells the hooks of one call. */
export class CallObserver {
  readonly #hooks: SafeHooks;
  readonly #call: ObservedCall;
  readonly #startedAt = performance.now();
  #attempts = 1;

  constructor(hooks: SafeHooks, { path }: MethodDescriptor) {
    const [, service = '', method = ''] = path.split('/');
    this.#hooks = hooks;
    this.#call = { service, method };
    hooks.run(({ started }) => started?.(this.#call));
  }

  /** A try has failed, and another one follows after so many milliseconds. */
  retry({ reason }: BookstoreFailure, delayMs: number): void {
    const retry = { attempt: this.#attempts, reason, delayMs, elapsedMs: this.#elapsedMs() };
    this.#attempts += 1;
    this.#hooks.run(({ retried }) => retried?.(this.#call, retry));
  }

  /** The call has ended. */
  end(ending: Ending): void {
    const end = { attempts: this.#attempts, durationMs: this.#elapsedMs(), ...ending };
    this.#hooks.run(({ ended }) => ended?.(this.#call, end));
  }

  /** What goes with a try: keys in lower case, and nothing that would break it. */
  metadata(): readonly (readonly [string, string])[] {
    const given = this.#hooks.run(({ metadata }) => metadata?.(this.#call));
    return this.#hooks.run(() => sendable(given ?? {})) ?? [];
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }
}

function sendable(given: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(given)
    .map(([key, value]) => [key.toLowerCase(), value] as const)
    .filter(([key, value]) => KEY.test(key) && !RESERVED.has(key) && typeof value === 'string' && VALUE.test(value));
}
