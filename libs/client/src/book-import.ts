import type { ImportBooksRequest } from '@bookstore/contracts/inventory/v1/inventory_service';
import type { CallOptions } from './calls/call-options.ts';
import type { ServiceClients } from './connection.ts';
import { type BookInput, bookToWire } from './models/book.ts';

/** One row of a supplier's list. */
export interface ImportRow {
  /** Its line in the list, for the report. */
  readonly line: number;
  /** The catalogue entry; its source is that of the import. */
  readonly book: Omit<BookInput, 'source'>;
  /** Copies in the house, if this row adds the book. */
  readonly initialStock: number;
}

/** How an import is done. */
export interface BookImportOptions extends CallOptions {
  /** Whose list it is; 1 to 100 characters. Source and source key together name a book. */
  readonly source: string;
  /** Called when rows were handed to the connection, with how many so far and the line of the last. */
  readonly onSent?: (progress: { readonly rows: number; readonly line: number }) => void;
}

/** A row that was not taken in. */
export interface RefusedRow {
  readonly line: number;
  /** A reason of the contract, for example `INVALID_ISBN`. */
  readonly reason: string;
  /** The field at fault, for example `book.isbn`; empty if it is not one field. */
  readonly field: string;
  /** For people. */
  readonly message: string;
}

/** What became of a list; the four figures add up to its rows. */
export interface ImportResult {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Why each was; the first 10,000. */
  readonly refusedRows: readonly RefusedRow[];
}

/** The contract's limit for a batch. */
const BATCH_ROWS = 500;
/** Keeps a batch below the 4 MiB that a message may have, at three bytes of UTF-8 for a character. */
const BATCH_CHARACTERS = 1_000_000;
const TIMEOUT_MS = 6 * 3_600_000;

/** Sends rows in batches over one stream, and gives the shop's summary. */
export async function importBooks(
  inventory: ServiceClients['inventory'],
  rows: Iterable<ImportRow> | AsyncIterable<ImportRow>,
  { source, onSent, timeoutMs = TIMEOUT_MS, ...options }: BookImportOptions,
): Promise<ImportResult> {
  const result = await inventory.importBooks(messages(source, rows, onSent), { ...options, timeoutMs });
  return {
    added: Number(result.added),
    updated: Number(result.updated),
    unchanged: Number(result.unchanged),
    refused: Number(result.refused),
    refusedRows: result.refusedRows.map(({ line, reason, field, message }) => ({
      line: Number(line),
      reason,
      field,
      message,
    })),
  };
}

/** nice-grpc asks for the next message when the connection has room for it. */
async function* messages(
  source: string,
  rows: Iterable<ImportRow> | AsyncIterable<ImportRow>,
  onSent: BookImportOptions['onSent'],
): AsyncGenerator<ImportBooksRequest, void, undefined> {
  yield { part: { $case: 'header', value: { source } } };
  let sent = 0;
  for await (const batch of batches(rows)) {
    yield { part: { $case: 'batch', value: { rows: batch.map(rowToWire) } } };
    sent += batch.length;
    onSent?.({ rows: sent, line: batch.at(-1)?.line ?? 0 });
  }
}

async function* batches(rows: Iterable<ImportRow> | AsyncIterable<ImportRow>): AsyncGenerator<ImportRow[]> {
  let batch: ImportRow[] = [];
  let characters = 0;
  for await (const row of rows) {
    const length = charactersOf(row.book);
    if (batch.length === BATCH_ROWS || (batch.length > 0 && characters + length > BATCH_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(row);
    characters += length;
  }
  if (batch.length > 0) yield batch;
}

function charactersOf(book: ImportRow['book']): number {
  const texts = [book.title, book.description, book.publisher, ...(book.authors ?? []), ...(book.subjects ?? [])];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

function rowToWire({ line, book, initialStock }: ImportRow) {
  return { line: BigInt(line), book: bookToWire(book), initialStock: BigInt(initialStock) };
}
