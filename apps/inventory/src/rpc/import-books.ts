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

/** Takes in a list: each batch as it comes, in a transaction of its own, so that it stays. */
export function createImportBooks(books: BookRepository) {
  return async function importBooks(
    requests: AsyncIterable<ImportBooksRequest>,
    context: HandlerContext,
  ): Promise<ImportBooksResponse> {
    const tally = new Tally();
    let source: string | undefined;
    for await (const { part } of requests) {
      if (part?.$case === 'batch') {
        if (source === undefined) throw invalidField('header', 'must be the first message of an import');
        await takeIn(books, { actorId: actorOf(context), source }, part.value, tally);
      } else {
        if (source !== undefined) throw invalidField('header', 'must be the first message only');
        source = readSource(part?.value.source ?? '');
      }
    }
    if (source === undefined) throw invalidField('header', 'must be the first message of an import');
    return tally.response;
  };
}

interface Import {
  readonly actorId: string;
  readonly source: string;
}

async function takeIn(books: BookRepository, { actorId, source }: Import, batch: ImportBatch, tally: Tally) {
  const rows: (ImportRow & { readonly line: bigint })[] = [];
  for (const row of batch.rows) {
    const content = tryRead(row, source, tally);
    if (content) rows.push({ line: row.line, content, initialStock: row.initialStock });
  }
  const outcomes = rows.length > 0 ? await books.importRows({ actorId, source, rows }) : [];
  for (const [index, { line }] of rows.entries()) {
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
    return { ...this.#counts, refusedRows: this.#refusedRows };
  }
}
