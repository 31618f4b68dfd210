import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('the command line', () => {
  it('may be empty', () => {
    expect(readOptions([], '/bench')).toEqual({
      seconds: 5,
      warmUpSeconds: 1,
      rounds: 3,
      mostAtOnce: Infinity,
      size: { books: 10_000, orders: 10_000 },
      grown: undefined,
      cache: '/bench/dist/cache',
      only: '',
      out: '/bench/dist',
      compare: undefined,
    });
  });

  it('says how long, how often, how large and where', () => {
    const times = ['--seconds', '0.5', '--warm-up', '0', '--rounds', '5'];
    const places = ['--cache', 'large', '--out', 'here', '--only', 'Order', '--compare', 'old.json'];
    expect(readOptions([...times, ...places, '--grow', '500000'], '/bench')).toMatchObject({
      ...{ seconds: 0.5, warmUpSeconds: 0, rounds: 5 },
      ...{ grown: { books: 50_000, orders: 500_000 }, cache: 'large', out: 'here' },
      ...{ only: 'Order', compare: 'old.json' },
    });
  });

  it('knows the full size, and a short form that measures every row', () => {
    expect(readOptions(['--grow', 'full'], '').grown).toEqual({ books: 1_000_000, orders: 10_000_000 });
    const { seconds, rounds, grown } = readOptions(['--short'], '');
    expect([seconds, rounds]).toEqual([0.3, 1]);
    expect(grown?.orders).toBeGreaterThan(10_000);
  });

  it.each([
    ['--seconds', '0'],
    ['--seconds', '61'],
    ['--seconds', 'long'],
    ['--rounds', '0'],
    ['--rounds', '1.5'],
    ['--grow', '1e9'],
    ['--grow', '100'],
    ['--hours', '1'],
  ])('is refused with %s %s, by name', (name, value) => {
    expect(() => readOptions([name, value], '')).toThrow(name);
  });
});
