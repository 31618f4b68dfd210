import { expect, it } from 'vitest';
import { renderChart } from './chart.ts';
import { renderCharts } from './charts.ts';
import { rowOf } from './rows-for-tests.ts';

it('draws bars as long as their values, in one scale with the line', () => {
  const bar = (name: string, value: number) => ({ name, parts: [{ name: 'x', value }], text: String(value) });
  const chart = renderChart({ title: 'A & B', line: { at: 4, text: 'goal' }, bars: [bar('one', 1), bar('two', 2)] });
  const widths = [...chart.matchAll(/<rect x="560"[^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect(widths).toEqual([110, 220]);
  expect(chart).toContain('A &amp; B');
  expect(chart).toContain('goal');
});

it('draws parts one behind the other, each in its own colour', () => {
  const parts = [
    { name: 'orders', value: 3 },
    { name: 'users', value: 1 },
  ];
  const chart = renderChart({ title: 'CPU', bars: [{ name: 'PlaceOrder', parts, text: '' }] });
  const drawn = [...chart.matchAll(/<rect x="([\d.]+)" y="64" width="([\d.]+)"[^>]*fill="(#\w+)"/g)];
  expect(drawn.map(([, x, width]) => [Number(x), Number(width)])).toEqual([
    [560, 330],
    [890, 110],
  ]);
  expect(new Set(drawn.map(([, , , colour]) => colour)).size).toBe(2);
});

it('charts of a run leave out what was not measured', () => {
  const limit = { atMost: 100 };
  const verdicts = [
    { row: 'Fast', what: 'p99', limit, figure: { median: 50, min: 40, max: 60 }, reached: true, shortBy: 0 },
    { row: 'Unknown', what: 'p99', limit, figure: undefined, reached: undefined, shortBy: undefined },
  ];
  const charts = renderCharts([rowOf('echo', [10]), rowOf('Read', [5], { floor: 'echo' })], verdicts);
  expect(Object.keys(charts)).toEqual(['reach.svg', 'speed.svg', 'cpu.svg']);
  expect(charts['reach.svg']).toContain('Fast: p99');
  expect(charts['reach.svg']).toContain('50.0 (at most 100)');
  expect(charts['reach.svg']).not.toContain('Unknown');
  expect(charts['speed.svg']).toContain('x 0.500, 5.00/s');
});
