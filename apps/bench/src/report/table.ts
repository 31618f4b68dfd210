import type { Row } from '../measure/measurement.ts';
import type { Spread } from '../measure/spread.ts';
import type { Verdict } from '../reaches/reach.ts';
import { figure, median, range } from './figure.ts';
import { type Figures, figuresOf, loadOf, remarksOf } from './figures.ts';
import { align, withoutEmpty } from './lines.ts';

/** All figures of a run for people, in the order given. */
export function renderTables(rows: readonly Row[], verdicts: readonly Verdict[]): string {
  const known = verdicts.filter(({ row }) => rows.some(({ name }) => name === row));
  return [
    renderSpeeds(rows),
    renderPrograms(rows, 'CPU ms for one call', ({ cpuMsPerCall }) => cpuMsPerCall),
    renderPrograms(rows, 'memory, MiB', ({ memoryMib }) => memoryMib),
    ...(known.length > 0 ? [renderVerdicts(known)] : []),
  ].join('\n\n');
}

function renderSpeeds(rows: readonly Row[]): string {
  const head = ['', 'load', 'calls/s', '', 'p50 ms', 'p99 ms', '', 'x floor', '', 'x small', ''];
  const body = rows.map((row) => {
    const { perSecond, p50, p99, timesFloor, timesSmall } = figuresOf(row, rows);
    const floor = row.floor === undefined ? '' : (timesFloor?.median.toFixed(3) ?? '-');
    const speed = [median(perSecond), range(perSecond), median(p50), median(p99), range(p99)];
    const name = row.unit === undefined ? row.name : `${row.name}, ${row.unit}`;
    return [name, loadOf(row), ...speed, floor, range(timesFloor), median(timesSmall), remarksOf(row)];
  });
  return align(withoutEmpty([head, ...body]));
}

function renderPrograms(
  rows: readonly Row[],
  title: string,
  of: (figures: Figures) => Readonly<Record<string, Spread>>,
): string {
  const spreads = rows.map((row) => of(figuresOf(row, rows)));
  const programs = [...new Set(spreads.flatMap((spread) => Object.keys(spread)))];
  const body = rows.map(({ name }, index) => [name, ...programs.map((program) => median(spreads[index]?.[program]))]);
  return align([[title, ...programs], ...body]);
}

function renderVerdicts(verdicts: readonly Verdict[]): string {
  const body = verdicts.map(({ row, what, limit, figure: spread, reached, shortBy }) => [
    `${row}: ${what}`,
    'atLeast' in limit ? `at least ${figure(limit.atLeast)}` : `at most ${figure(limit.atMost)}`,
    spread ? median(spread) : '-',
    range(spread),
    reached === undefined ? 'not measured' : reached ? 'reached' : `short by ${figure((shortBy ?? 0) * 100)} %`,
  ]);
  return align([['to reach', '', 'figure', '', ''], ...body]);
}
