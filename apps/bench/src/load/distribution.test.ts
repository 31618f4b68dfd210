import { describe, expect, it } from 'vitest';
import { distributionOf, quantile } from './distribution.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a quantile', () => {
  it.each([
    [0.5, 100, 50],
    [0.99, 100, 99],
    [0.99, 1_000, 990],
    [0.5, 5, 3],
    [0.5, 4, 2],
    [0.99, 50, 50],
    [0.99, 1, 1],
    [0, 10, 1],
    [1, 10, 10],
  ])('of %d over %i values is the value of rank %i', (share, count, rank) => {
    expect(quantile(Float64Array.from(upTo(count)), share)).toBe(rank);
  });
});

describe('a distribution', () => {
  it('does not depend on the order in which calls ended, and leaves it alone', () => {
    const latencies = [9, 1, 100, 5, 3];
    expect(distributionOf(latencies)).toEqual({ count: 5, p50: 5, p99: 100, max: 100 });
    expect(latencies).toEqual([9, 1, 100, 5, 3]);
  });

  it('sorts as numbers, not as words', () => {
    expect(distributionOf([2, 10, 1]).p50).toBe(2);
  });

  it('of nothing is no number', () => {
    expect(distributionOf([])).toEqual({ count: 0, p50: NaN, p99: NaN, max: NaN });
  });
});
