import type { RefusedRow } from '@bookstore/client';
import { count } from '../terminal/formats.ts';
import { type Column, table } from '../terminal/table.ts';

/** What became of a list. */
export interface ImportReport {
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  readonly refusedRows: readonly RefusedRow[];
}

/** More would only scroll by. */
const MOST_SHOWN = 100;

const COLUMNS: readonly Column<RefusedRow>[] = [
  { title: 'Line', value: ({ line }) => line, align: 'right' },
  { title: 'Reason', value: ({ reason }) => reason },
  { title: 'Why', value: ({ message }) => message, flexible: 'wrap' },
];

/** Writes a report for people. */
export function reportText(report: ImportReport, width: number | undefined): string {
  const { rows, added, updated, unchanged, refused, seconds, rowsPerSecond, refusedRows } = report;
  const rate = `${count(rows, 'row')} in ${seconds.toFixed(1)} s, ${rowsPerSecond.toLocaleString()} a second`;
  const figures = `${added.toLocaleString()} added, ${updated.toLocaleString()} updated, ${unchanged.toLocaleString()} unchanged, ${refused.toLocaleString()} refused`;
  if (refusedRows.length === 0) return `${figures} (${rate})`;
  const shown = table(COLUMNS, refusedRows.slice(0, MOST_SHOWN), width);
  const more =
    refused > MOST_SHOWN ? `\n... and ${refused - MOST_SHOWN} more; with --json up to 10,000 are listed` : '';
  return `${figures} (${rate})\n\nRefused:\n${shown}${more}`;
}
