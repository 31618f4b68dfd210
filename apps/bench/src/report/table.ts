import type { RatedRow } from '../measure/row.ts';

/** Rows as a table for people, in the order given. */
export function renderTable(rows: readonly RatedRow[]): string {
  const programs = [...new Set(rows.flatMap(({ cpuMsPerCall }) => Object.keys(cpuMsPerCall)))];
  const head = ['', 'in flight', 'calls/s', 'p50 ms', 'p99 ms', 'x floor', ...programs.map((name) => `${name} ms`)];
  const body = rows.map((row) => [
    row.failures === 0 ? row.name : `${row.name} (${row.failures} failed)`,
    String(row.inFlight),
    figure(row.callsPerSecond),
    figure(row.p50Ms),
    figure(row.p99Ms),
    row.ratioToFloor === undefined ? (row.floor === undefined ? 'floor' : '-') : row.ratioToFloor.toFixed(3),
    ...programs.map((name) => figure(row.cpuMsPerCall[name])),
  ]);
  return align([head, ...body]);
}

/** Three digits that matter; nothing where there is nothing. */
export function figure(value: number | undefined): string {
  if (value === undefined) return '';
  if (!Number.isFinite(value)) return '-';
  if (value === 0) return '0';
  const decimals = Math.max(0, Math.min(3, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(decimals);
}

function align(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
