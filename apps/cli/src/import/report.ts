import type { CsvFault, Taken } from '@bookstore/book-lists';
import type { RefusedRow } from '@bookstore/client';
import { count } from '../terminal/formats.ts';
import { type Column, table } from '../terminal/table.ts';

/** How an import goes. */
export interface Course {
  /** The line where an earlier import of the list had stopped; 0 to begin at the first row. */
  readonly startedAfter: number;
  /** What the shop has answered for. */
  taken: Taken | undefined;
  readonly refusedHere: RefusedRow[];
  fault: CsvFault | undefined;
}

/** What became of a list. */
export type ImportReport = ReturnType<typeof reportOf>;

/** More would only scroll by. */
const MOST_SHOWN = 100;

const COLUMNS: readonly Column<RefusedRow>[] = [
  { title: 'Line', value: ({ line }) => line, align: 'right' },
  { title: 'Reason', value: ({ reason }) => reason },
  { title: 'Why', value: ({ message }) => message, flexible: 'wrap' },
];

/** Adds up what became of the rows, whoever refused them. */
export function reportOf({ startedAfter, taken, refusedHere, fault }: Course, seconds: number) {
  const { added = 0, updated = 0, unchanged = 0, refused: refusedThere = 0, refusedRows = [] } = taken ?? {};
  const refused = refusedThere + refusedHere.length;
  const rows = added + updated + unchanged + refused;
  return {
    rows,
    added,
    updated,
    unchanged,
    refused,
    seconds: Math.round(seconds * 1000) / 1000,
    rowsPerSecond: Math.round(rows / Math.max(seconds, 0.001)),
    refusedRows: [...refusedRows, ...refusedHere].sort((one, other) => one.line - other.line),
    ...(startedAfter > 0 && { startedAfterLine: startedAfter }),
    ...(fault && { fault: { line: fault.line, column: fault.column, problem: fault.problem } }),
  };
}

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
