import { expect, it } from 'vitest';
import { chartOf } from './chart.server.ts';

const OPTIONS = { width: 400, height: 200, mostDays: 2, formatValue: String, formatDay: (day: string) => day };

const points = [0, 5, 10].map((value, index) => ({ day: `2026-11-0${index + 1}`, value, text: `${value} orders` }));

it('stands every bar on the floor, as high as its value, in order of days', () => {
  const { bars, ticks } = chartOf(points, OPTIONS);
  const floor = 200 - 26;
  expect(bars.map(({ y, height }) => y + height)).toEqual([floor, floor, floor]);
  expect(bars.map(({ height }) => height)).toEqual([0, (floor - 10) / 2, floor - 10]);
  expect(bars.map(({ x }) => x)).toEqual([...bars.map(({ x }) => x)].sort((one, other) => one - other));
  expect(ticks.at(-1)).toEqual({ y: 10, text: '10' });
});

it('names no more days than there is room for, and always the last', () => {
  expect(chartOf(points, OPTIONS).days.map(({ text }) => text)).toEqual(['2026-11-01', '2026-11-03']);
});

it('has a floor to stand on when nothing was sold', () => {
  const { bars, ticks } = chartOf([{ day: '2026-11-01', value: 0, text: '' }], OPTIONS);
  expect(bars[0]?.height).toBe(0);
  expect(ticks.map(({ text }) => text)).toEqual(['0', '1']);
});
