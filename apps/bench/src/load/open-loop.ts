import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, Window } from './load.ts';
import { Phases } from './phases.ts';
import { type LoadResult, Tally } from './tally.ts';

interface OpenLoop {
  readonly perSecond: number;
  /** A call that is due while so many are under way is not made, and counted. */
  readonly mostOutstanding: number;
}

/**
 * Calls by the clock, however slowly answers come, and measures the calls that were due in the
 * measured time. Latency counts from when a call was due: what waits behind a slow answer is slow too.
 */
export async function openLoop(load: OpenLoop, call: Call, window: Window): Promise<LoadResult> {
  const tally = new Tally();
  const phases = new Phases();
  const underWay = new Set<Promise<void>>();
  const make = async (dueAt: number, measured: boolean) => {
    try {
      await call();
      if (measured) tally.ok(performance.now() - dueAt);
    } catch (error) {
      tally.failed(error, performance.now() - dueAt, measured);
    }
  };
  const calls = async () => {
    for await (const dueAt of moments(load.perSecond, () => phases.are('over'))) {
      const measured = phases.are('measuring');
      if (underWay.size >= load.mostOutstanding) {
        if (measured) tally.unsent();
        continue;
      }
      const made = make(dueAt, measured).finally(() => underWay.delete(made));
      underWay.add(made);
    }
  };
  const caller = calls();
  try {
    await phases.pass(window, () => tally.hasSome);
  } finally {
    await caller;
    await Promise.all(underWay);
  }
  return tally.result(phases.elapsedMs);
}

/** When calls are due; each comes as soon as its time has come. */
async function* moments(perSecond: number, isOver: () => boolean) {
  const begin = performance.now();
  for (let index = 0; ; index += 1) {
    const dueAt = begin + (index * 1000) / perSecond;
    while (!isOver() && performance.now() < dueAt) await sleep(Math.min(50, Math.max(1, dueAt - performance.now())));
    if (isOver()) return;
    yield dueAt;
  }
}
