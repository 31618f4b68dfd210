import { describe, expect, it } from 'vitest';
import { Conditions } from './conditions.ts';
import { seededRandom } from './seeded-random.ts';

describe('jitter', () => {
  const draw = (seed: string) => {
    const conditions = new Conditions(seededRandom(seed));
    conditions.slow({ ms: 100, jitterMs: 50 });
    return Array.from({ length: 200 }, () => conditions.travelMs());
  };

  it('is replayed by its seed, and is another for another seed', () => {
    expect(draw('1')).toEqual(draw('1'));
    expect(draw('1')).not.toEqual(draw('2'));
  });

  it('is added to the delay and stays within its bound', () => {
    const times = draw('3');
    expect(Math.min(...times)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...times)).toBeLessThan(150);
    expect(new Set(times).size).toBeGreaterThan(190);
  });
});
