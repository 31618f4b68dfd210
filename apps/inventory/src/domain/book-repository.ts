import type { Book, BookContent } from './book.ts';
import type { ImportRow, ImportOutcome } from './import-plan.ts';

/** A member of staff, or a request of theirs, for the audit log. */
export interface Actor {
  readonly actorId: string;
}

export interface NewBook extends Actor {
  readonly content: BookContent;
  readonly initialStock: bigint;
  /** Made once for this book: a repeat gives the same book. */
  readonly requestId: string;
}

export interface BookChange extends Actor {
  readonly bookId: string;
  readonly etag: string;
  /** The fields to set. */
  readonly content: Partial<BookContent>;
  /** Copies in the house, counted; undefined to leave the stock alone. */
  readonly onHand: bigint | undefined;
}

export interface Retirement extends Actor {
  readonly bookId: string;
  readonly etag: string;
}

export interface ImportBatch extends Actor {
  readonly source: string;
  readonly rows: readonly ImportRow[];
}

/** The catalogue's entries. Refusals are DomainErrors by the names of the contract. */
export interface BookRepository {
  add(book: NewBook): Promise<Book>;
  update(change: BookChange): Promise<Book>;
  retire(retirement: Retirement): Promise<Book>;
  /** Takes rows in, in one transaction; one outcome for each row, in their order. */
  importRows(batch: ImportBatch): Promise<readonly ImportOutcome[]>;
  /** The books among these ids, in any order. */
  findByIds(bookIds: readonly string[]): Promise<readonly Book[]>;
  findByIsbn(isbn: string): Promise<Book | undefined>;
}
