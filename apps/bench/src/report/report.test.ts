import { describe, expect, it } from 'vitest';
import { rate, type Row } from '../measure/row.ts';
import { figure, renderTable } from './table.ts';

const row = (name: string, inFlight: number, callsPerSecond: number, floor?: string): Row => ({
  name,
  inFlight,
  calls: 10,
  callsPerSecond,
  p50Ms: 1.5,
  p99Ms: 20,
  maxMs: 21,
  cpuMsPerCall: { driver: 0.05 },
  failures: 0,
  floor,
});

describe('a row', () => {
  it('is held against its floor at the same number in flight', () => {
    const rows = rate([
      row('echo', 1, 1000),
      row('echo', 64, 4000),
      row('Read', 1, 500, 'echo'),
      row('Read', 64, 3000, 'echo'),
    ]);
    expect(rows.map(({ ratioToFloor }) => ratioToFloor)).toEqual([undefined, undefined, 0.5, 0.75]);
  });

  it('has no ratio when its floor was not measured', () => {
    expect(rate([row('Read', 1, 500, 'echo')])[0]?.ratioToFloor).toBeUndefined();
  });
});

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
});

describe('the table', () => {
  it('has a column for each program, and says where calls failed', () => {
    const rows = rate([
      row('echo', 1, 1000),
      { ...row('PlaceOrder', 1, 100, 'echo'), failures: 3, cpuMsPerCall: { driver: 0.1, orders: 1.25 } },
    ]);
    expect(renderTable(rows)).toBe(
      [
        '                       in flight  calls/s  p50 ms  p99 ms  x floor  driver ms  orders ms',
        'echo                           1     1000    1.50    20.0    floor      0.050',
        'PlaceOrder (3 failed)          1      100    1.50    20.0    0.100      0.100       1.25',
      ].join('\n'),
    );
  });
});
