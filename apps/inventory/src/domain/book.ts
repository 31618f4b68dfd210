import { DomainError, type Money } from '@bookstore/values';
import type { StockLevel } from './stock-ledger.ts';

export type BookStatus = 'ACTIVE' | 'RETIRED';

/** What a catalogue entry says, as its editor writes it: text is in NFC and trimmed. */
export interface BookContent {
  readonly title: string;
  /** In the order of the title page. */
  readonly authors: readonly string[];
  /** ISBN-13 without hyphens. */
  readonly isbn: string | undefined;
  readonly publisher: string;
  /** Negative before the common era. */
  readonly publishedYear: number | undefined;
  /** Canonical BCP 47 tag; empty if unknown. */
  readonly language: string;
  readonly subjects: readonly string[];
  readonly description: string;
  readonly price: Money;
  /** Whose list the book came from; set with `sourceKey` or not at all. */
  readonly source: string | undefined;
  readonly sourceKey: string | undefined;
}

export interface Book {
  readonly bookId: string;
  readonly content: BookContent;
  readonly status: BookStatus;
  /** Grows with every change of the catalogue entry. */
  readonly version: bigint;
  readonly stock: Pick<StockLevel, 'onHand' | 'reserved'>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An etag in the form of RFC 9110, 8.8.3. */
export function etagOf(book: Pick<Book, 'version'>): string {
  return `"${book.version}"`;
}

/** Refuses a change of a book that has changed since it was read; an empty etag asks for no check. */
export function checkEtag(book: Pick<Book, 'version' | 'bookId'>, etag: string): void {
  if (etag === '' || etag === etagOf(book)) return;
  throw new DomainError('ABORTED', 'ETAG_MISMATCH', 'the book has changed since it was read; read it again', {
    metadata: { book_id: book.bookId },
  });
}

export function checkActive(book: Pick<Book, 'status' | 'bookId'>): void {
  if (book.status === 'ACTIVE') return;
  throw new DomainError('FAILED_PRECONDITION', 'BOOK_RETIRED', `book ${book.bookId} is no longer sold`, {
    metadata: { book_id: book.bookId },
  });
}

/** Copies of a book that can be ordered: none of a retired one. */
export function availableCopies({ status, stock }: Pick<Book, 'status' | 'stock'>): bigint {
  return status === 'ACTIVE' ? stock.onHand - stock.reserved : 0n;
}

export function bookNotFound(by: { readonly bookId: string } | { readonly isbn: string }): DomainError {
  const [what, metadata] =
    'bookId' in by ? [`id ${by.bookId}`, { book_id: by.bookId }] : [`ISBN ${by.isbn}`, { isbn: by.isbn }];
  return new DomainError('NOT_FOUND', 'BOOK_NOT_FOUND', `there is no book with ${what}`, { metadata });
}

export function isbnTaken(isbn: string, bookId: string): DomainError {
  return new DomainError('ALREADY_EXISTS', 'ISBN_TAKEN', `book ${bookId} has the ISBN ${isbn}`, {
    metadata: { isbn, book_id: bookId },
  });
}

export function sourceKeyTaken(source: string, sourceKey: string, bookId: string): DomainError {
  const message = `book ${bookId} has the key "${sourceKey}" of the source "${source}"`;
  return new DomainError('ALREADY_EXISTS', 'SOURCE_KEY_TAKEN', message, {
    metadata: { source, source_key: sourceKey, book_id: bookId },
  });
}
