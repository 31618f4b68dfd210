import type { ImportResult, ImportRow } from '@bookstore/client';
import type { SourcedRow } from './book-list.ts';

/** How far an import came: what became of all rows that the shop has answered for. */
export interface Taken extends ImportResult {
  /** How many rows those are. */
  readonly rows: number;
  /** The line of the last of them. */
  readonly line: number;
}

/** How rows get to the shop. */
export interface SendOptions {
  /** Whose list a row is of that does not say so itself. */
  readonly source: string;
  readonly send: (rows: readonly ImportRow[], source: string) => Promise<ImportResult>;
  /** Told of each stretch that the shop has answered for. */
  readonly onTaken: (taken: Taken) => void;
  /** No further stretch is sent once it is aborted. */
  readonly signal: AbortSignal;
}

/** Rows between two answers: how fine it is known how far the import came, and how many are in doubt when one fails. */
const STRETCH_ROWS = 1_000;
const MOST_REFUSED_ROWS = 10_000;

/**
 * Sends rows, stretch by stretch, so that all before a line are answered for. A call is for one
 * source; where rows of several stand among each other, a stretch takes a call for each.
 */
export async function sendRows(rows: AsyncIterable<SourcedRow>, options: SendOptions): Promise<void> {
  const { source, send, onTaken, signal } = options;
  let taken: Taken = { rows: 0, line: 0, added: 0, updated: 0, unchanged: 0, refused: 0, refusedRows: [] };
  for await (const stretch of stretches(rows)) {
    if (signal.aborted) return;
    for (const [named, group] of Map.groupBy(stretch, (row) => row.source ?? source)) {
      taken = sum(taken, await send(group, named));
    }
    taken = { ...taken, rows: taken.rows + stretch.length, line: stretch.at(-1)?.line ?? taken.line };
    onTaken(taken);
  }
}

async function* stretches(rows: AsyncIterable<SourcedRow>): AsyncGenerator<readonly SourcedRow[], void, undefined> {
  let stretch: SourcedRow[] = [];
  for await (const row of rows) {
    if (stretch.push(row) < STRETCH_ROWS) continue;
    yield stretch;
    stretch = [];
  }
  if (stretch.length > 0) yield stretch;
}

function sum(before: Taken, answer: ImportResult): Taken {
  return {
    ...before,
    added: before.added + answer.added,
    updated: before.updated + answer.updated,
    unchanged: before.unchanged + answer.unchanged,
    refused: before.refused + answer.refused,
    refusedRows: [...before.refusedRows, ...answer.refusedRows].slice(0, MOST_REFUSED_ROWS),
  };
}
