import { expect, it } from 'vitest';
import { measured, rowOf } from '../report/rows-for-tests.ts';
import { judge, type Reach } from './reach.ts';

const reach: Reach = {
  row: 'Read',
  what: 'calls/s beside echo',
  limit: { atLeast: 0.8 },
  figure: (of) => of('Read').perSecond / of('echo').perSecond,
};

it('is judged by the median of what each round gives', () => {
  const rows = [rowOf('echo', [100, 200, 100]), rowOf('Read', [90, 160, 50])];
  const [verdict] = judge([reach], rows);
  expect(verdict).toMatchObject({ figure: { median: 0.8, min: 0.5, max: 0.9 }, reached: true, shortBy: 0 });
});

it('says how far a figure is from its limit', () => {
  const rows = [rowOf('echo', [100]), rowOf('Read', [40])];
  expect(judge([reach], rows)[0]).toMatchObject({ reached: false, shortBy: 0.5 });
  const slow: Reach = { ...reach, limit: { atMost: 10 }, figure: (of) => of('Read').ok.p99 };
  const rounds = [measured({ ok: { count: 1, p50: 1, p99: 25, max: 25 } })];
  expect(judge([slow], [{ name: 'Read', rounds }])[0]).toMatchObject({ reached: false, shortBy: 1.5 });
});

it('is neither reached nor missed where a row was not measured', () => {
  expect(judge([reach], [rowOf('Read', [40])])[0]).toMatchObject({ figure: undefined, reached: undefined });
});
