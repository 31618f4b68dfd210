import { expect, it } from 'vitest';
import { spreadOf, spreadsOf } from './spread.ts';

it.each([
  [[5], { median: 5, min: 5, max: 5 }],
  [[9, 1, 10], { median: 9, min: 1, max: 10 }],
  [[4, 1, 2, 3], { median: 2.5, min: 1, max: 4 }],
  [[1, NaN, 3], { median: 2, min: 1, max: 3 }],
])('of %j is %j', (values, spread) => {
  expect(spreadOf(values)).toEqual(spread);
});

it('of nothing is nothing', () => {
  expect(spreadOf([])).toBeUndefined();
  expect(spreadOf([NaN])).toBeUndefined();
});

it('is taken name by name, also of what is not in every round', () => {
  expect(spreadsOf([{ a: 1, b: 2 }, { a: 3 }])).toEqual({
    a: { median: 2, min: 1, max: 3 },
    b: { median: 2, min: 2, max: 2 },
  });
});
