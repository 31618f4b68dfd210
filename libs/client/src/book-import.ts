import type { ImportBooksRequest, ImportBooksResponse } from '@bookstore/contracts/inventory/v1/inventory_service';
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
export interface BookImportOptions extends Omit<CallOptions, 'timeoutMs'> {
  /** Whose list it is; 1 to 100 characters. Source and source key together name a book. */
  readonly source: string;
  /** Called as often as the shop has answered for some more rows, with what became of all so far. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Milliseconds that the shop may take for a thousand rows; 120,000 by default. */
  readonly timeoutMs?: number;
}

/** A row that was not taken in. */
export interface RefusedRow {
  /** Its line in the list. */
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
  /** Rows that became new books. */
  readonly added: number;
  /** Rows that changed a book. */
  readonly updated: number;
  /** Rows that said what the catalogue says already. */
  readonly unchanged: number;
  /** Rows that were not taken in. */
  readonly refused: number;
  /** Why each was; the first 10,000. */
  readonly refusedRows: readonly RefusedRow[];
}

/** What became of the rows that the shop has answered for. */
export interface ImportProgress extends ImportResult {
  /** How many rows those are. */
  readonly rows: number;
  /** The line of the last of them. */
  readonly line: number;
}

/**
 * Rows of one call. The shop answers when a call ends, so this is how fine progress is known, and
 * how much is uncertain when one fails. It also keeps calls short of the age at which servers close
 * their connections, however long the list is.
 */
const CALL_ROWS = 1_000;
/** The contract's limit for a batch. */
const BATCH_ROWS = 500;
/** Keeps a batch below the 4 MiB that a message may have, at three bytes of UTF-8 for a character. */
const BATCH_CHARACTERS = 1_000_000;
const TIMEOUT_MS = 120_000;
/** As many as the shop lists for one call. */
const MOST_REFUSED_ROWS = 10_000;

const NOTHING: ImportProgress = { rows: 0, line: 0, added: 0, updated: 0, unchanged: 0, refused: 0, refusedRows: [] };

/** Sends rows, a thousand in a call, each as a stream of batches, and adds up the shop's answers. */
export async function importBooks(
  inventory: ServiceClients['inventory'],
  rows: Iterable<ImportRow> | AsyncIterable<ImportRow>,
  { source, onProgress, timeoutMs = TIMEOUT_MS, ...options }: BookImportOptions,
): Promise<ImportResult> {
  const reader = new RowReader(rows);
  let progress = NOTHING;
  try {
    while (await reader.hasMore()) {
      const answer = await inventory.importBooks(messages(source, reader), { ...options, timeoutMs });
      progress = { ...sum(progress, answer), rows: reader.rows, line: reader.line };
      onProgress?.(progress);
    }
  } finally {
    reader.close();
  }
  const { added, updated, unchanged, refused, refusedRows } = progress;
  return { added, updated, unchanged, refused, refusedRows };
}

function sum(before: ImportResult, answer: ImportBooksResponse): ImportResult {
  const refusedRows = answer.refusedRows.map(({ line, reason, field, message }) => ({
    line: Number(line),
    reason,
    field,
    message,
  }));
  return {
    added: before.added + Number(answer.added),
    updated: before.updated + Number(answer.updated),
    unchanged: before.unchanged + Number(answer.unchanged),
    refused: before.refused + Number(answer.refused),
    refusedRows: [...before.refusedRows, ...refusedRows].slice(0, MOST_REFUSED_ROWS),
  };
}

/** Hands rows on call by call; a loop over an iterator would close it at the end of the first. */
class RowReader {
  /** Rows handed on so far. */
  rows = 0;
  /** Line of the last of them. */
  line = 0;
  readonly #iterator: Iterator<ImportRow> | AsyncIterator<ImportRow>;
  #next: Promise<IteratorResult<ImportRow>> | undefined;

  constructor(rows: Iterable<ImportRow> | AsyncIterable<ImportRow>) {
    this.#iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  }

  async hasMore(): Promise<boolean> {
    this.#next ??= Promise.resolve(this.#iterator.next());
    return !(await this.#next).done;
  }

  /** The rows of one call. */
  async *call(): AsyncGenerator<ImportRow, void, undefined> {
    for (let taken = 0; taken < CALL_ROWS && (await this.hasMore()); taken += 1) {
      const step = await this.#next;
      this.#next = undefined;
      if (!step || step.done) return;
      this.rows += 1;
      this.line = step.value.line;
      yield step.value;
    }
  }

  /** Does not wait: a source that hangs must not keep a failure from its caller. */
  close(): void {
    this.#next?.catch(() => undefined);
    Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }
}

/** nice-grpc asks for the next message when the connection has room for it. */
async function* messages(source: string, reader: RowReader): AsyncGenerator<ImportBooksRequest, void, undefined> {
  yield { part: { $case: 'header', value: { source } } };
  for await (const batch of batches(reader.call())) {
    yield { part: { $case: 'batch', value: { rows: batch.map(rowToWire) } } };
  }
}

async function* batches(rows: AsyncIterable<ImportRow>): AsyncGenerator<ImportRow[]> {
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
