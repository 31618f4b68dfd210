import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import {
  type BookList,
  type BookListFormat,
  CsvFault,
  excerpt,
  openBookList,
  sendRows,
  type SourcedRow,
  type Taken,
} from '@bookstore/book-lists';
import {
  type Bookstore,
  type ImportRow,
  isBookstoreError,
  type RefusedRow,
  type StoredSession,
} from '@bookstore/client';
import { LentTokens } from './lent-tokens.server.ts';

/** What is to be taken in, and for whom. */
export interface ImportOrder {
  readonly shop: Bookstore;
  readonly session: StoredSession;
  /** Where the list was put down; removed at the end. */
  readonly path: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly format: BookListFormat;
  readonly source: string;
}

/** A row that was not taken in, with what of it helps to find it again. */
export interface RefusedBook extends RefusedRow {
  readonly title: string;
  readonly isbn: string;
}

/** How an import stands. */
export interface ImportStanding {
  readonly state: 'running' | 'done' | 'stopped';
  /** Of a hundred. */
  readonly percent: number;
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly seconds: number;
  /** Why it stopped. */
  readonly problem: string | undefined;
}

/** Small, so that what was read is close to what was sent, and the bar tells the truth. */
const READ_BYTES = 16 * 1024;
const MOST_REFUSED = 10_000;

/** One list on its way into the shop, as one member of staff; it needs no browser, once it has begun. */
export class ImportRun {
  readonly id = randomUUID();
  readonly userId: string;
  readonly fileName: string;
  readonly refusedBooks: RefusedBook[] = [];
  readonly #order: ImportOrder;
  readonly #tokens: LentTokens;
  readonly #left = new AbortController();
  readonly #startedAt = performance.now();
  readonly #listeners = new Set<() => void>();
  #state: ImportStanding['state'] = 'running';
  #problem: string | undefined;
  #endedAt: number | undefined;
  #taken: Taken | undefined;
  #read = 0;
  /** Rows that could not even be sent. */
  #unsent = 0;

  constructor(order: ImportOrder) {
    this.#order = order;
    this.userId = order.session.userId;
    this.fileName = order.fileName;
    this.#tokens = new LentTokens(order.session);
  }

  get standing(): ImportStanding {
    const { rows = 0, added = 0, updated = 0, unchanged = 0, refused = 0 } = this.#taken ?? {};
    const percent = Math.floor((100 * this.#read) / Math.max(this.#order.size, 1));
    return {
      ...{ state: this.#state, problem: this.#problem, added, updated, unchanged },
      ...{ rows: rows + this.#unsent, refused: refused + this.#unsent },
      percent: this.#state === 'done' ? 100 : Math.min(percent, 99),
      seconds: Math.round(((this.#endedAt ?? performance.now()) - this.#startedAt) / 1000),
    };
  }

  /** Told of every step; the function that is given back ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whoever began it has come by, with tokens that live longer. */
  lend(session: StoredSession): void {
    this.#tokens.lend(session);
  }

  stop(): void {
    this.#left.abort();
  }

  /** Runs to the end of the list, or to where it cannot go on; never fails. */
  async run(): Promise<void> {
    const { path, format } = this.#order;
    const stream = createReadStream(path, { highWaterMark: READ_BYTES });
    try {
      const list = await openBookList(stream, format);
      await this.#send(this.#rowsOf(list), () => stream.bytesRead);
      if (this.#problem === undefined && !this.#left.signal.aborted) this.#state = 'done';
    } catch (error) {
      this.#problem = this.#tokens.haveEnded ? AWAY : problemOf(error);
    } finally {
      stream.destroy();
      await rm(path, { force: true });
      if (this.#state === 'running') this.#state = 'stopped';
      this.#endedAt = performance.now();
      this.#tell();
    }
  }

  async #send(rows: AsyncIterable<SourcedRow>, bytesRead: () => number): Promise<void> {
    const shop = this.#order.shop.as(this.#tokens);
    const { signal } = this.#left;
    await sendRows(rows, {
      source: this.#order.source,
      signal,
      send: async (group, source) => {
        const result = await shop.books.import(group, { source, signal });
        this.#keep(result.refusedRows, group);
        return { ...result, refusedRows: [] };
      },
      onTaken: (taken) => {
        this.#taken = taken;
        this.#read = bytesRead();
        this.#tell();
      },
    });
  }

  /** The rows until the list ends or cannot be read on; what stands before that place goes in. */
  async *#rowsOf(list: BookList): AsyncGenerator<SourcedRow, void, undefined> {
    try {
      for await (const listed of list.rows) {
        if ('row' in listed) yield listed.row;
        else {
          this.#unsent += 1;
          this.#keep([listed.refused], []);
        }
      }
    } catch (error) {
      if (!(error instanceof CsvFault)) throw error;
      this.#problem = problemOf(error);
    }
  }

  #keep(refused: readonly RefusedRow[], sent: readonly ImportRow[]): void {
    const byLine = new Map(sent.map((row) => [row.line, row.book]));
    for (const row of refused.slice(0, MOST_REFUSED - this.refusedBooks.length)) {
      const { title = '', isbn = '' } = byLine.get(row.line) ?? {};
      this.refusedBooks.push({ ...row, title: excerpt(title), isbn: excerpt(isbn) });
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const AWAY =
  'You were away for longer than a sign-in lasts. What went in stays; upload the same file again, and the rest follows.';

function problemOf(error: unknown): string {
  if (error instanceof CsvFault) {
    const { line, column, problem } = error;
    return `The file cannot be read on from line ${line}, ${column}: ${problem}. What stands before it is in. Mend it there, and upload it again.`;
  }
  if (isBookstoreError(error) && error.reason === 'PERMISSION_DENIED') return 'This is for staff.';
  return 'The shop could not be reached, or is very busy. What went in stays; upload the same file again, and the rest follows.';
}
