import { cpus, release, totalmem } from 'node:os';
import type { RatedRow } from '../measure/row.ts';
import type { Options } from '../options.ts';

/** A run as JSON: where and how it was measured, and every row. */
export function renderJson(rows: readonly RatedRow[], options: Options, startTime: Date): string {
  const { seconds, warmUpSeconds, inFlight, books } = options;
  const machine = {
    platform: `${process.platform} ${process.arch} ${release()}`,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
  };
  return `${JSON.stringify({ startTime, machine, options: { seconds, warmUpSeconds, inFlight, books }, rows }, undefined, 2)}\n`;
}
