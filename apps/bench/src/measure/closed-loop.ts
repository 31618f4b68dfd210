import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ClosedLoop {
  /** One call; it fails when the answer is not what it should be. */
  readonly call: () => Promise<void>;
  /** How many callers there are; each calls again as soon as it has its answer. */
  readonly inFlight: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Called at the moment when the measurement begins and when it ends. */
  readonly onWindow?: (moment: 'begins' | 'ends') => void;
  /** Ends the loop early; it then fails with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface ClosedLoopResult {
  /** Milliseconds of each call that ended well within the measured time. */
  readonly latencies: readonly number[];
  readonly failures: number;
  /** The first of them, for people. */
  readonly firstFailure: string | undefined;
  /** How long was measured, in milliseconds. */
  readonly elapsedMs: number;
}

/** Calls as fast as answers come, for a bounded time, and measures all but the warm-up. */
export async function closedLoop(options: ClosedLoop): Promise<ClosedLoopResult> {
  const { call, inFlight, warmUpMs, measureMs, onWindow, signal } = options;
  const latencies: number[] = [];
  const failures: unknown[] = [];
  let phase: 'warming up' | 'measuring' | 'over' = 'warming up';
  // Asked through a function: the phase changes while a caller waits.
  const isIn = (other: typeof phase) => phase === other;

  const caller = async () => {
    while (!isIn('over')) {
      const start = performance.now();
      try {
        await call();
        if (isIn('measuring')) latencies.push(performance.now() - start);
      } catch (error) {
        failures.push(error);
        // A failure may come at once; without a rest, calls that fail would fill the whole time.
        await sleep(10);
      }
    }
  };

  const callers = Array.from({ length: inFlight }, caller);
  let elapsedMs = 0;
  try {
    await sleep(warmUpMs, undefined, { signal });
    phase = 'measuring';
    onWindow?.('begins');
    const begin = performance.now();
    await sleep(measureMs, undefined, { signal });
    elapsedMs = performance.now() - begin;
    onWindow?.('ends');
  } finally {
    phase = 'over';
    await Promise.all(callers);
  }
  return {
    latencies,
    failures: failures.length,
    firstFailure: failures.length ? String(failures[0]) : undefined,
    elapsedMs,
  };
}
