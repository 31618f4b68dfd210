import { describe, expect, it } from 'vitest';
import { figure, range } from './figure.ts';
import { measured, rowOf } from './rows-for-tests.ts';
import { renderTables } from './table.ts';

describe('a figure', () => {
  it.each([
    [5312.7, '5313'],
    [52.04, '52.0'],
    [1.234567, '1.23'],
    [0.12345, '0.123'],
    [0.001234, '0.001'],
    [0, '0'],
    [NaN, '-'],
    [undefined, ''],
  ])('%d is shown as "%s"', (value, text) => {
    expect(figure(value)).toBe(text);
  });

  it('is shown from the lowest to the highest where there were several', () => {
    expect(range({ median: 2, min: 1, max: 3 })).toBe('1.00..3.00');
    expect(range({ median: 2, min: 2, max: 2 })).toBe('');
  });
});

it('tables say speed, CPU time, memory and what was reached, and where calls failed', () => {
  const rows = [
    rowOf('echo', [1000, 900, 1100]),
    {
      name: 'PlaceOrder',
      floor: 'echo',
      rounds: [100, 90, 220].map((perSecond, index) =>
        measured({ perSecond, failures: index, cpuMsPerCall: { driver: 0.1, orders: 1.25 } }),
      ),
    },
  ];
  const reached = { row: 'PlaceOrder', what: 'calls/s beside echo', limit: { atLeast: 1 } };
  const verdict = { ...reached, figure: { median: 0.1, min: 0.1, max: 0.2 }, reached: false, shortBy: 0.9 };
  expect(renderTables(rows, [verdict])).toBe(
    [
      '            load  calls/s             p50 ms  p99 ms  x floor',
      'echo           8     1000  900..1100    1.50    20.0',
      'PlaceOrder     8      100  90.0..220    1.50    20.0    0.100  0.100..0.200  3 failed',
      '',
      'CPU ms for one call  driver  orders',
      'echo                  0.050',
      'PlaceOrder            0.100    1.25',
      '',
      'memory, MiB  driver',
      'echo           80.0',
      'PlaceOrder     80.0',
      '',
      'to reach                                        figure',
      'PlaceOrder: calls/s beside echo  at least 1.00   0.100  0.100..0.200  short by 90.0 %',
    ].join('\n'),
  );
});

it('a table leaves out columns and limits of what was not measured', () => {
  const verdict = { row: 'PlaceOrder', what: 'p99 ms', limit: { atMost: 1 } };
  const unknown = { ...verdict, figure: undefined, reached: undefined, shortBy: undefined };
  expect(renderTables([rowOf('echo', [1000])], [unknown])).toBe(
    [
      '      load  calls/s  p50 ms  p99 ms',
      'echo     8     1000    1.50    20.0',
      '',
      'CPU ms for one call  driver',
      'echo                  0.050',
      '',
      'memory, MiB  driver',
      'echo           80.0',
    ].join('\n'),
  );
});
