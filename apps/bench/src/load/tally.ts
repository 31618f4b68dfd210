import { type Distribution, distributionOf } from './distribution.ts';

/** How calls ended, in whichever process they were made. */
export interface LoadResult {
  /** Milliseconds of the calls that ended well. */
  readonly ok: Distribution;
  /** Milliseconds of those that were refused for load. */
  readonly refused: Distribution;
  readonly failures: number;
  /** The first of them, for people. */
  readonly firstFailure: string | undefined;
  /** Calls that were due but not made, because too many were under way. */
  readonly unsent: number;
  /** How long was measured, in milliseconds. */
  readonly elapsedMs: number;
}

/** Thrown by a call that was refused because there was too much to do. */
export class RefusedForLoad extends Error {
  override readonly name = 'RefusedForLoad';
}

/** Counts how calls end. A failure counts always, the rest only while it is measured. */
export class Tally {
  readonly #ok: number[] = [];
  readonly #refused: number[] = [];
  readonly #failures: unknown[] = [];
  #unsent = 0;

  /** Whether a call ended well, or in a way that makes the rest worth nothing. */
  get hasSome(): boolean {
    return this.#ok.length > 0 || this.#failures.length > 0;
  }

  ok(ms: number): void {
    this.#ok.push(ms);
  }

  unsent(): void {
    this.#unsent += 1;
  }

  failed(error: unknown, ms: number, measured: boolean): void {
    if (!(error instanceof RefusedForLoad)) this.#failures.push(error);
    else if (measured) this.#refused.push(ms);
  }

  result(elapsedMs: number): LoadResult {
    return {
      ok: distributionOf(this.#ok),
      refused: distributionOf(this.#refused),
      failures: this.#failures.length,
      firstFailure: this.#failures.length > 0 ? String(this.#failures[0]) : undefined,
      unsent: this.#unsent,
      elapsedMs,
    };
  }
}
