import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run, type Runner } from 'graphile-worker';
import type pg from 'pg';

/**
 * Work that looks for rows that are due and settles them; it may run twice at once and may be
 * ended at any point, so it claims its rows (`FOR UPDATE SKIP LOCKED`) or changes them
 * conditionally.
 */
export interface Sweep {
  readonly name: string;
  /** Milliseconds between the end of one run and the start of the next. */
  readonly everyMs: number;
  /** `stopping` is aborted when no more is to be begun: one that goes on for long looks at it. */
  readonly run: (stopping: AbortSignal) => Promise<void>;
}

export interface Sweeps {
  /** Lets running sweeps finish and starts no more. */
  stop(): Promise<void>;
}

interface SweepOptions {
  readonly pool: pg.Pool;
  readonly sweeps: readonly Sweep[];
  /** Told of a sweep that failed; it runs again at its next turn. */
  readonly onError: (error: unknown, sweep: string) => void;
}

/** Milliseconds after which what PostgreSQL did not take is tried again. */
const RETRY_AFTER_MS = 500;

/** Milliseconds beyond its turn after which a sweep that a process has not seen is planned anew. */
const OVERDUE_MS = 3_000;

/** Milliseconds that running sweeps get to finish. */
const STOP_GRACE_MS = 10_000;

/**
 * Runs sweeps on graphile-worker: one job per sweep, under its name as key, that plans its own
 * next turn, so that replicas share the turns. A job that dies with its process, or with the
 * answer by which PostgreSQL handed it out, stays locked for hours; therefore each start plans the
 * sweeps anew, and so does each process for a sweep that it has not seen for too long.
 * The library ends its work when PostgreSQL is away at the end of a job, or at its first look for
 * one: it is begun anew then, until `stop`.
 */
export async function startSweeps(options: SweepOptions): Promise<Sweeps> {
  const stopping = new AbortController();
  const running = keepRunning(await begin(options, stopping.signal), options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

interface Run {
  readonly runner: Runner;
  /** Resolves with true when the library gives up, with false when it is told to stop. */
  readonly gaveUp: Promise<boolean>;
}

async function keepRunning(first: Run, options: SweepOptions, signal: AbortSignal): Promise<void> {
  let current: Run | undefined = first;
  while (await (current?.gaveUp ?? !signal.aborted)) {
    void letGo(current?.runner);
    await sleep(RETRY_AFTER_MS);
    current = signal.aborted ? undefined : await beginAgain(options, signal);
  }
  await Promise.race([letGo(current?.runner), sleep(STOP_GRACE_MS, undefined, { ref: false })]);
}

async function beginAgain(options: SweepOptions, signal: AbortSignal): Promise<Run | undefined> {
  return begin(options, signal).catch((error: unknown) => {
    options.onError(error, 'sweeps');
    return undefined;
  });
}

/** Stopping a runner that has ended by itself is an error to the library. */
async function letGo(runner: Runner | undefined): Promise<void> {
  await runner?.stop().catch(() => undefined);
}

async function begin({ pool, sweeps, onError }: SweepOptions, signal: AbortSignal): Promise<Run> {
  const lastSeen = new Map<string, number>();
  const runner = await run({
    pgPool: pool,
    concurrency: sweeps.length,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: SILENT,
    // Without a batch delay graphile-worker (0.18.0) does not wait for the end of a job to be
    // written, and a connection that breaks there ends the process by an unhandled rejection.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: Object.fromEntries(
      sweeps.map((sweep) => [
        sweep.name,
        async (_payload: unknown, helpers) => {
          lastSeen.set(sweep.name, Number.POSITIVE_INFINITY);
          await sweep.run(signal).catch((error: unknown) => onError(error, sweep.name));
          const next = () => ({ jobKey: sweep.name, runAt: new Date(Date.now() + sweep.everyMs) });
          await untilTaken(() => helpers.addJob(sweep.name, {}, next()), signal);
          lastSeen.set(sweep.name, Date.now());
        },
      ]),
    ),
  });
  const gaveUp = endOf(runner, signal);
  await planAll(runner, sweeps);
  const watch = setInterval(() => planOverdue(runner, sweeps, lastSeen), 1_000);
  void gaveUp.finally(() => clearInterval(watch));
  return { runner, gaveUp };
}

/**
 * Resolves with true when the library does no more, with false when it is told to stop. Its own
 * promise may never settle: it waits for ends of jobs that could not be written, for ever. And
 * whatever its first look for jobs has failed with, it keeps, and every later look fails with
 * (graphile-worker 0.18.0, `getTaskDetails`).
 */
function endOf({ events }: Runner, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let hasLooked = false;
  const look = () => (hasLooked = true);
  events.on('worker:getJob:empty', look).on('job:start', look);
  events.on('worker:getJob:error', () => hasLooked || resolve(true));
  events.on('pool:gracefulShutdown', () => resolve(true));
  const stop = () => resolve(false);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  return promise.finally(() => signal.removeEventListener('abort', stop));
}

/** Where another process has the turn, or it is still to come, its job stays as it is. */
function planOverdue(runner: Runner, sweeps: readonly Sweep[], lastSeen: Map<string, number>): void {
  for (const { name, everyMs } of sweeps) {
    const seen = lastSeen.get(name) ?? 0;
    if (Date.now() < seen + everyMs + OVERDUE_MS) continue;
    lastSeen.set(name, Date.now());
    runner.addJob(name, {}, { jobKey: name, jobKeyMode: 'preserve_run_at' }).catch(() => undefined);
  }
}

async function planAll(runner: Runner, sweeps: readonly Sweep[]): Promise<void> {
  try {
    for (const { name } of sweeps) await runner.addJob(name, {}, { jobKey: name });
  } catch (error) {
    void letGo(runner);
    throw error;
  }
}

/** A job that fails waits longer after each failure; an outage must not slow down what comes after it. */
async function untilTaken(plan: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await plan();
      return;
    } catch (error) {
      if (signal.aborted) throw error;
      await sleep(RETRY_AFTER_MS, undefined, { signal });
    }
  }
}

/** Faults reach `onError`; the library's own running commentary is of no use to a shop. */
const SILENT = new Logger(() => () => undefined);
