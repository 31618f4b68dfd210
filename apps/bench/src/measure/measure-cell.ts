import { closedLoop } from './closed-loop.ts';
import { cpuBetween, type CpuTimes, type Programs, readCpuTimes } from './cpu.ts';
import type { Row } from './row.ts';
import { distributionOf } from './statistics.ts';

/** Something that can be called, ready to be. */
export interface OpenCell extends AsyncDisposable {
  readonly call: () => Promise<void>;
}

/** Something to be measured. */
export interface Cell {
  readonly name: string;
  /** Name of the cell that is its floor. */
  readonly floor?: string;
  /** Whose CPU time is told, beside the driver's own. */
  readonly programs: () => Programs;
  /** Connects so many callers. */
  readonly open: (inFlight: number) => Promise<OpenCell>;
}

export interface MeasureOptions {
  readonly inFlight: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** Measures one cell; calls that fail are counted in the row. */
export async function measureCell(cell: Cell, options: MeasureOptions): Promise<Row> {
  await using open = await cell.open(options.inFlight);
  const programs = cell.programs();
  const times: CpuTimes[] = [];
  const { latencies, elapsedMs, failures, firstFailure } = await closedLoop({
    call: open.call,
    inFlight: options.inFlight,
    warmUpMs: options.warmUpSeconds * 1000,
    measureMs: options.seconds * 1000,
    signal: options.signal,
    onWindow: () => times.push({ driver: ownCpuMs(), ...readCpuTimes(programs) }),
  });
  const [before = {}, after = {}] = times;
  const { p50, p99, max } = distributionOf(latencies);
  return {
    name: cell.name,
    inFlight: options.inFlight,
    calls: latencies.length,
    callsPerSecond: (latencies.length / elapsedMs) * 1000,
    p50Ms: p50,
    p99Ms: p99,
    maxMs: max,
    cpuMsPerCall: perCall(cpuBetween(before, after), latencies.length),
    failures,
    firstFailure,
    floor: cell.floor,
  };
}

/** The mesh and the echo are child processes of this one, so that its tree in /proc would hold them too. */
function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function perCall(times: CpuTimes, calls: number): CpuTimes {
  return Object.fromEntries(Object.entries(times).map(([name, time]) => [name, time / Math.max(1, calls)]));
}
