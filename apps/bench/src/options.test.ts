import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('the command line', () => {
  it('may be empty', () => {
    expect(readOptions([], 'bench.json')).toEqual({
      seconds: 5,
      warmUpSeconds: 1,
      inFlight: [1, 64],
      books: 3000,
      only: '',
      jsonFile: 'bench.json',
    });
  });

  it('says how long, how many and where', () => {
    const args = [
      '--seconds',
      '0.5',
      '--warm-up',
      '0',
      '--in-flight',
      '8',
      '--books',
      '10',
      '--only',
      'Order',
      '--json',
      'out.json',
    ];
    expect(readOptions(args, 'bench.json')).toEqual({
      seconds: 0.5,
      warmUpSeconds: 0,
      inFlight: [8],
      books: 10,
      only: 'Order',
      jsonFile: 'out.json',
    });
  });

  it.each([
    ['--seconds', '0'],
    ['--seconds', '61'],
    ['--seconds', 'long'],
    ['--in-flight', '1,0'],
    ['--in-flight', '1,,2'],
    ['--in-flight', '1.5'],
    ['--books', '1e9'],
    ['--hours', '1'],
  ])('is refused with %s %s, by name', (name, value) => {
    expect(() => readOptions([name, value], 'bench.json')).toThrow(name);
  });
});
