import { describe, expect, it } from 'vitest';
import { changeOf, renderComparison } from './compare.ts';
import { rowOf } from './rows-for-tests.ts';

describe('a change', () => {
  it('is noise where rounds of both runs overlap', () => {
    const change = changeOf({ median: 100, min: 90, max: 110 }, { median: 115, min: 105, max: 120 });
    expect(change).toEqual({ ratio: { median: 1.15, min: 105 / 110, max: 120 / 90 }, isNoise: true });
  });

  it('is none where they do not', () => {
    expect(changeOf({ median: 100, min: 90, max: 110 }, { median: 150, min: 140, max: 160 }).isNoise).toBe(false);
    expect(changeOf({ median: 100, min: 90, max: 110 }, { median: 50, min: 40, max: 60 }).isNoise).toBe(false);
  });
});

it('tells what changed in every row of both runs', () => {
  const before = [rowOf('Read', [100, 110, 90]), rowOf('Write', [10, 11, 9]), rowOf('Gone', [1]), rowOf('Once', [4])];
  const after = [rowOf('Read', [200, 210, 190]), rowOf('Write', [10, 12, 9]), rowOf('New', [1]), rowOf('Once', [2, 3])];
  expect(renderComparison(before, after)).toBe(
    [
      'beside the earlier run  calls/s                             p99',
      'Read                     x 2.00   1.73..2.33       more  x 1.00  1.00..1.00      noise',
      'Write                    x 1.00  0.818..1.33      noise  x 1.00  1.00..1.00      noise',
      'Once                    x 0.625               one round  x 1.00              one round',
    ].join('\n'),
  );
});
