import type { Row } from '../measure/measurement.ts';
import type { Verdict } from '../reaches/reach.ts';
import { type Bar, renderChart } from './chart.ts';
import { figure } from './figure.ts';
import { figuresOf } from './figures.ts';

/** Nobody sees more of a bar that is so many times as long as it has to be. */
const LONGEST = 3;

/** The charts of a run, by file name. */
export function renderCharts(rows: readonly Row[], verdicts: readonly Verdict[]): Readonly<Record<string, string>> {
  return {
    'reach.svg': renderChart({
      title: 'What is to be reached, and how much of it is: longer is better',
      line: { at: 1, text: 'reached' },
      bars: verdicts.flatMap(reachBar),
    }),
    'speed.svg': renderChart({
      title: 'Calls a second beside those of the floor',
      line: { at: 1, text: 'the floor' },
      bars: rows.flatMap((row) => speedBar(row, rows)),
    }),
    'cpu.svg': renderChart({
      title: 'CPU milliseconds for one call, by program',
      bars: rows.filter(({ name }) => name.startsWith('PlaceOrder')).flatMap((row) => cpuBar(row, rows)),
    }),
  };
}

/** How much of a limit is reached: above one where it is, whether more is better or less. */
function reachBar({ row, what, limit, figure: spread }: Verdict): Bar[] {
  if (!spread) return [];
  const share = (value: number) => Math.min(LONGEST, 'atLeast' in limit ? value / limit.atLeast : limit.atMost / value);
  const [one, other] = [share(spread.min), share(spread.max)];
  const wanted = 'atLeast' in limit ? `at least ${figure(limit.atLeast)}` : `at most ${figure(limit.atMost)}`;
  return [
    {
      name: `${row}: ${what}`,
      parts: [{ name: 'reached', value: share(spread.median) }],
      text: `${figure(spread.median)} (${wanted})`,
      range: { min: Math.min(one, other), max: Math.max(one, other) },
    },
  ];
}

function speedBar(row: Row, rows: readonly Row[]): Bar[] {
  const { timesFloor, perSecond } = figuresOf(row, rows);
  if (!timesFloor) return [];
  const text = `x ${figure(timesFloor.median)}, ${figure(perSecond?.median)}/s`;
  const cut = (value: number) => Math.min(LONGEST, value);
  const range = { min: cut(timesFloor.min), max: cut(timesFloor.max) };
  return [{ name: row.name, parts: [{ name: 'x floor', value: cut(timesFloor.median) }], text, range }];
}

function cpuBar(row: Row, rows: readonly Row[]): Bar[] {
  const parts = Object.entries(figuresOf(row, rows).cpuMsPerCall).map(([name, { median }]) => ({
    name,
    value: median,
  }));
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  return total > 0 ? [{ name: row.name, parts, text: `${figure(total)} ms` }] : [];
}
