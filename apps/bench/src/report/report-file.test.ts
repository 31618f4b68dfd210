import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { figuresOf } from './figures.ts';
import { otherwiseIn, readReport, renderReport } from './report-file.ts';
import { measured, rowOf } from './rows-for-tests.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-report-'));
const file = join(folder, 'bench.json');
afterAll(() => rmSync(folder, { recursive: true }));

const options = { seconds: 5, size: { books: 10, orders: 20 } };
const keep = (rows: Parameters<typeof renderReport>[0]['rows']) =>
  writeFileSync(file, renderReport({ startTime: new Date(0), options, rows, verdicts: [] }));

it('gives the same figures after it was written and read', () => {
  const nothing = { count: 0, p50: NaN, p99: NaN, max: NaN };
  const rows = [rowOf('Read', [1, 2, 3]), { name: 'Idle', rounds: [measured({ perSecond: 0, ok: nothing })] }];
  keep(rows);
  const read = readReport(file).rows;
  expect(read.map((row) => figuresOf(row, read))).toEqual(rows.map((row) => figuresOf(row, rows)));
});

it('says what was otherwise than here and now', () => {
  keep([]);
  const report = readReport(file);
  expect(otherwiseIn(report, options)).toEqual([]);
  expect(otherwiseIn(report, { ...options, size: { books: 11, orders: 20 } })).toEqual(['size']);
  expect(otherwiseIn({ ...report, machine: { ...report.machine, cores: 1_000 } }, options)).toEqual(['cores']);
});

it('is refused when it is something else', () => {
  writeFileSync(file, '{"rows":[{"name":"Read"}]}');
  expect(() => readReport(file)).toThrow('is no run of this benchmark');
});
