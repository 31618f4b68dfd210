import { setImmediate } from 'node:timers/promises';
import {
  type ImportBatch,
  type ImportBooksRequest,
  type ImportBooksResponse,
  type ImportRow as RowMessage,
  type RefusedRow,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import { type HandlerContext } from '@bookstore/service-kit';
import { DomainError } from '@bookstore/values';
import { invalidField } from '../domain/book-content.ts';
import type { BookRepository } from '../domain/book-repository.ts';
import type { ImportRow } from '../domain/import-plan.ts';
import { readImportedBook } from './book-input.ts';
import { actorOf } from './identifiers.ts';

const MOST_REFUSED_ROWS = 10_000;
/** About a millisecond's work. */
const ROWS_AT_A_STRETCH = 25;

/**
 * Takes in a list: each batch as it comes, in a transaction of its own, so that it stays. While one is written, the
 * next is read.
 */
export function createImportBooks(books: BookRepository) {
  return async function importBooks(
    requests: AsyncIterable<ImportBooksRequest>,
    context: HandlerContext,
  ): Promise<ImportBooksResponse> {
    const tally = new Tally();
    let source: string | undefined;
    let written: Promise<void> = Promise.resolve();
    try {
      for await (const { part } of requests) {
        if (part?.$case === 'batch') {
          if (source === undefined) throw invalidField('header', 'must be the first message of an import');
          const rows = await readRows(part.value, source, tally);
          await written;
          written = write(books, { actorId: actorOf(context), source, rows }, tally);
          // A failure is told at the next batch or the end.
          written.catch(() => undefined);
        } else {
          if (source !== undefined) throw invalidField('header', 'must be the first message only');
          source = readSource(part?.value.source ?? '');
        }
      }
    } finally {
      await written;
    }
    if (source === undefined) throw invalidField('header', 'must be the first message of an import');
    return tally.response;
  };
}

interface Row extends ImportRow {
  readonly line: bigint;
}

async function readRows(batch: ImportBatch, source: string, tally: Tally): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [index, row] of batch.rows.entries()) {
    const content = tryRead(row, source, tally);
    if (content) rows.push({ line: row.line, content, initialStock: row.initialStock });
    // Others have their turn, the writing of the last batch among them.
    if (index % ROWS_AT_A_STRETCH === ROWS_AT_A_STRETCH - 1) await setImmediate();
  }
  return rows;
}

async function write(
  books: BookRepository,
  batch: { readonly actorId: string; readonly source: string; readonly rows: readonly Row[] },
  tally: Tally,
): Promise<void> {
  const outcomes = batch.rows.length > 0 ? await books.importRows(batch) : [];
  for (const [index, { line }] of batch.rows.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === 'refused') tally.refuse(line, outcome.error);
    else if (outcome) tally.count(outcome.kind);
  }
}

function tryRead(row: RowMessage, source: string, tally: Tally) {
  try {
    return readImportedBook(row, source);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    tally.refuse(row.line, error);
    return undefined;
  }
}

function readSource(text: string): string {
  const source = text.normalize('NFC').trim();
  if (source === '') throw invalidField('header.source', 'must not be blank');
  return source;
}

/** What has become of the rows so far. */
class Tally {
  readonly #counts = { added: 0n, updated: 0n, unchanged: 0n, refused: 0n };
  readonly #refusedRows: RefusedRow[] = [];

  count(kind: 'added' | 'updated' | 'unchanged' | 'refused'): void {
    this.#counts[kind] += 1n;
  }

  refuse(line: bigint, error: DomainError): void {
    this.count('refused');
    if (this.#refusedRows.length >= MOST_REFUSED_ROWS) return;
    const field = error.fields[0]?.field ?? (error.reason === 'ISBN_TAKEN' ? 'book.isbn' : '');
    this.#refusedRows.push({ line, reason: error.reason, field, message: error.message });
  }

  get response(): ImportBooksResponse {
    const refusedRows = this.#refusedRows.toSorted((one, other) => Number(one.line - other.line));
    return { ...this.#counts, refusedRows };
  }
}
