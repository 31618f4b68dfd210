import { BookstoreError, type Refusal } from './bookstore-error.ts';

/** Thrown when there is no such book. */
export class BookNotFoundError extends BookstoreError<'BOOK_NOT_FOUND'> {
  /** The id that was asked for, unless it was an ISBN. */
  readonly bookId: string | undefined;
  /** The ISBN that was asked for, unless it was an id. */
  readonly isbn: string | undefined;

  constructor(refusal: Refusal) {
    super('BOOK_NOT_FOUND', refusal);
    this.bookId = refusal.metadata['book_id'];
    this.isbn = refusal.metadata['isbn'];
  }
}

/** Thrown when the book is no longer sold. */
export class BookRetiredError extends BookstoreError<'BOOK_RETIRED'> {
  /** Which book. */
  readonly bookId: string | undefined;

  constructor(refusal: Refusal) {
    super('BOOK_RETIRED', refusal);
    this.bookId = refusal.metadata['book_id'];
  }
}

/** Thrown when another book has this ISBN. */
export class IsbnTakenError extends BookstoreError<'ISBN_TAKEN'> {
  /** The ISBN. */
  readonly isbn: string | undefined;
  /** The book that has it. */
  readonly bookId: string | undefined;

  constructor(refusal: Refusal) {
    super('ISBN_TAKEN', refusal);
    this.isbn = refusal.metadata['isbn'];
    this.bookId = refusal.metadata['book_id'];
  }
}

/** Thrown when another book has this key of this source. */
export class SourceKeyTakenError extends BookstoreError<'SOURCE_KEY_TAKEN'> {
  /** The book that has it. */
  readonly bookId: string | undefined;

  constructor(refusal: Refusal) {
    super('SOURCE_KEY_TAKEN', refusal);
    this.bookId = refusal.metadata['book_id'];
  }
}

/** Thrown when an ISBN is none, or its check digit does not fit (ISO 2108). */
export class InvalidIsbnError extends BookstoreError<'INVALID_ISBN'> {
  /** What was handed in. */
  readonly isbn: string | undefined;

  constructor(refusal: Refusal) {
    super('INVALID_ISBN', refusal);
    this.isbn = refusal.metadata['isbn'];
  }
}

/** Thrown when stock would fall below zero, or below what orders hold. */
export class StockBelowReservedError extends BookstoreError<'STOCK_BELOW_RESERVED'> {
  /** Copies in the house. */
  readonly onHand: number;
  /** Copies of those that orders hold. */
  readonly reserved: number;

  constructor(refusal: Refusal) {
    super('STOCK_BELOW_RESERVED', refusal);
    this.onHand = Number(refusal.metadata['on_hand']);
    this.reserved = Number(refusal.metadata['reserved']);
  }
}

/** One book of which there are too few copies. */
export interface Shortage {
  /** Which book. */
  readonly bookId: string;
  /** Copies asked for. */
  readonly requested: number;
  /** Copies that can be ordered. */
  readonly available: number;
}

/** Thrown when fewer copies are available than were asked for; nothing was held or charged. */
export class InsufficientStockError extends BookstoreError<'INSUFFICIENT_STOCK'> {
  /** Every book that is short, not only the first. */
  readonly shortages: readonly Shortage[];

  constructor(refusal: Refusal) {
    super('INSUFFICIENT_STOCK', refusal);
    this.shortages = shortagesOf(refusal.metadata);
  }
}

/** All short lines from `shortages`; only the first, from the other keys, if that cannot be read. */
function shortagesOf(metadata: Refusal['metadata']): Shortage[] {
  try {
    const all = JSON.parse(metadata['shortages'] ?? '') as unknown;
    if (Array.isArray(all)) return all.map((line) => shortageOf(line as Record<string, unknown>));
  } catch {
    // Falls through to the first line.
  }
  return [shortageOf(metadata)];
}

function shortageOf(line: Readonly<Record<string, unknown>>): Shortage {
  return {
    bookId: String(line['book_id']),
    requested: Number(line['requested']),
    available: Number(line['available']),
  };
}
