import { DriverProcess } from '../driver/driver-process.ts';
import { lighter } from '../load/load.ts';
import type { LoadResult } from '../load/tally.ts';
import type { Cell } from './cell.ts';
import { cpuBetween, type CpuTimes, readCpuTimes } from './cpu.ts';
import type { Measurement, Round } from './measurement.ts';
import { type Memory, readMemory } from './memory.ts';

export interface MeasureOptions {
  readonly driver: DriverProcess;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Callers of a closed loop, whatever a cell asks for. */
  readonly mostAtOnce: number;
  readonly signal: AbortSignal;
}

/** Measures one cell once; calls that fail are counted. */
export async function measureCell<Site>(
  cell: Cell<Site>,
  site: Site,
  round: Round,
  options: MeasureOptions,
): Promise<Measurement> {
  await using undo = new AsyncDisposableStack();
  undo.use(await startBeside(cell, site, options));
  return await measureAlone(cell, site, round, options);
}

async function measureAlone<Site>(
  cell: Cell<Site>,
  site: Site,
  round: Round,
  { driver, seconds, warmUpSeconds, mostAtOnce, signal }: MeasureOptions,
): Promise<Measurement> {
  const programs = { ...cell.programs(site), driver: driver.pid };
  const readings: { readonly cpu: CpuTimes; readonly memory: Memory }[] = [];
  const load = lighter(cell.load(round), mostAtOnce);
  const task = {
    ...{ caller: await cell.caller(site), load },
    ...{ warmUpMs: warmUpSeconds * 1000, measureMs: seconds * 1000 },
  };
  const onMoment = () => void readings.push({ cpu: readCpuTimes(programs), memory: readMemory(programs) });
  const result = await driver.run(task, { onMoment, signal });
  const [before, after] = readings;
  return {
    load,
    perSecond: (result.ok.count / result.elapsedMs) * 1000 * (cell.counts?.perCall ?? 1),
    ...outcomes(result),
    cpuMsPerCall: perCall(cpuBetween(before?.cpu ?? {}, after?.cpu ?? {}), result.ok.count),
    memoryMib: after?.memory ?? {},
  };
}

function outcomes({ ok, refused, unsent, failures, firstFailure }: LoadResult) {
  return { ok, refused, unsent, failures, firstFailure };
}

function perCall(times: CpuTimes, calls: number): CpuTimes {
  return Object.fromEntries(Object.entries(times).map(([name, time]) => [name, time / Math.max(1, calls)]));
}

/** Starts what goes on meanwhile; it is under way before anything is measured, and ends when disposed of. */
async function startBeside<Site>({ beside }: Cell<Site>, site: Site, { mostAtOnce, signal }: MeasureOptions) {
  const undo = new AsyncDisposableStack();
  if (!beside) return undo;
  const ending = new AbortController();
  const driver = undo.use(DriverProcess.start());
  const task = {
    caller: beside.caller(site),
    load: lighter(beside.load, mostAtOnce),
    warmUpMs: 0,
    measureMs: 3_600_000,
  };
  const begun = Promise.withResolvers<unknown>();
  const run = driver.run(task, {
    onMoment: begun.resolve,
    signal: AbortSignal.any([signal, ending.signal]),
  });
  run.catch((error: unknown) => begun.reject(error as Error));
  await begun.promise;
  undo.defer(async () => {
    ending.abort();
    await run.catch(() => undefined);
  });
  return undo;
}
