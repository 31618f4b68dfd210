import { Logger, parseCrontab, run, type Runner } from 'graphile-worker';
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
  readonly run: () => Promise<void>;
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

/**
 * Runs sweeps on graphile-worker: one job per sweep, under its name as key, that plans its own
 * next turn, so that replicas share the turns. A job that dies with its process stays locked
 * for hours; therefore each start plans the sweeps anew, and so does a cron entry each minute.
 */
export async function startSweeps({ pool, sweeps, onError }: SweepOptions): Promise<Sweeps> {
  const runner: Runner = await run({
    pgPool: pool,
    concurrency: sweeps.length,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: SILENT,
    parsedCronItems: parseCrontab(sweeps.map(({ name }) => `* * * * * ${name}`).join('\n')),
    taskList: Object.fromEntries(
      sweeps.map((sweep) => [
        sweep.name,
        async (_payload: unknown, helpers) => {
          await sweep.run().catch((error: unknown) => onError(error, sweep.name));
          await helpers.addJob(sweep.name, {}, { jobKey: sweep.name, runAt: new Date(Date.now() + sweep.everyMs) });
        },
      ]),
    ),
  });
  for (const { name } of sweeps) await runner.addJob(name, {}, { jobKey: name });
  return { stop: () => runner.stop() };
}

/** Faults reach `onError`; the library's own running commentary is of no use to a shop. */
const SILENT = new Logger(() => () => undefined);
