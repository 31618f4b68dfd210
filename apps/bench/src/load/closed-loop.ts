import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, Window } from './load.ts';
import { Phases } from './phases.ts';
import { type LoadResult, Tally } from './tally.ts';

/** After a failure, which may come at once: calls that fail would otherwise fill the whole time. */
const REST_MS = 10;

interface ClosedLoop {
  /** How many callers there are; each calls again as soon as it has its answer. */
  readonly inFlight: number;
}

/** Calls as fast as answers come, for a bounded time, and measures the calls that end in it, but for the warm-up. */
export async function closedLoop({ inFlight }: ClosedLoop, call: Call, window: Window): Promise<LoadResult> {
  const tally = new Tally();
  const phases = new Phases();
  const caller = async () => {
    while (!phases.are('over')) {
      const start = performance.now();
      try {
        await call();
        if (phases.are('measuring')) tally.ok(performance.now() - start);
      } catch (error) {
        tally.failed(error, performance.now() - start, phases.are('measuring'));
        await sleep(REST_MS);
      }
    }
  };
  const callers = Array.from({ length: inFlight }, caller);
  try {
    await phases.pass(window, () => tally.hasSome);
  } finally {
    await Promise.all(callers);
  }
  return tally.result(phases.elapsedMs);
}
