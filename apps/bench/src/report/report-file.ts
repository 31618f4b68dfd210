import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import type { Row } from '../measure/measurement.ts';
import type { Verdict } from '../reaches/reach.ts';

/** A run as it is kept: where and how it was measured, and every row with all its rounds. */
export interface ReportFile {
  readonly startTime: string;
  readonly machine: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
  readonly verdicts: readonly Verdict[];
}

interface Run extends Pick<ReportFile, 'options' | 'rows' | 'verdicts'> {
  readonly startTime: Date;
}

export function renderReport({ startTime, ...run }: Run): string {
  return `${JSON.stringify({ startTime, machine: machine(), ...run }, undefined, 2)}\n`;
}

function machine() {
  return {
    platform: `${process.platform} ${process.arch} ${release()}`,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
  };
}

/** What was otherwise in an earlier run than here and now, by name: then a change is no proof. */
export function otherwiseIn(earlier: ReportFile, options: ReportFile['options']): readonly string[] {
  const differing = (before: ReportFile['options'], now: ReportFile['options']) =>
    Object.keys(now).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  return [...differing(earlier.machine, machine()), ...differing(earlier.options, options)];
}

/** @throws {Error} when the file holds no run. */
export function readReport(file: string): ReportFile {
  const report = JSON.parse(readFileSync(file, 'utf8')) as ReportFile;
  if (!Array.isArray(report.rows) || !report.rows.every((row: Partial<Row>) => Array.isArray(row.rounds))) {
    throw new Error(`${file} is no run of this benchmark`);
  }
  return report;
}
