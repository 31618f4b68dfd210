import { DomainError } from '@bookstore/values';
import { type Book, type BookContent, isbnTaken } from './book.ts';
import { invalidField } from './book-content.ts';

/** A row of a supplier's list that keeps the contract's rules. */
export interface ImportRow {
  readonly content: BookContent;
  /** Copies in the house, if this row adds the book. */
  readonly initialStock: bigint;
}

export type ImportOutcome =
  { readonly kind: 'added' | 'updated' | 'unchanged' } | { readonly kind: 'refused'; readonly error: DomainError };

export interface PlannedBook {
  readonly bookId: string;
  readonly content: BookContent;
}

export interface ImportPlan {
  readonly outcomes: readonly ImportOutcome[];
  readonly additions: readonly (PlannedBook & { readonly initialStock: bigint })[];
  readonly updates: readonly PlannedBook[];
}

/**
 * Decides what a batch of rows does to the catalogue. A row is matched by its source key, then by
 * its ISBN, also with rows before it, so that where rows are split into batches makes no
 * difference: the later row updates what the earlier one added. What a row leaves empty stays as
 * the catalogue has it, and so does the source of a book that came from another list. A row that
 * claims the ISBN of a book with another key of the same source is refused: matched, the two rows
 * would overwrite each other at every import.
 */
export function planImport(
  source: string,
  rows: readonly ImportRow[],
  known: readonly Pick<Book, 'bookId' | 'content'>[],
  newId: () => string,
): ImportPlan {
  const shelf = new Shelf(source, known);
  const additions = new Map<string, PlannedBook & { readonly initialStock: bigint }>();
  const updates = new Map<string, PlannedBook>();
  const outcomes = rows.map(({ content, initialStock }): ImportOutcome => {
    try {
      const present = shelf.match(content);
      const book = present
        ? { bookId: present.bookId, content: overlay(present.content, content) }
        : { bookId: newId(), content };
      if (present && sameContent(present.content, book.content)) return { kind: 'unchanged' };
      shelf.put(book);
      if (!present) additions.set(book.bookId, { ...book, initialStock });
      else {
        const added = additions.get(book.bookId);
        if (added) additions.set(book.bookId, { ...added, content: book.content });
        else updates.set(book.bookId, book);
      }
      return { kind: present ? 'updated' : 'added' };
    } catch (error) {
      if (error instanceof DomainError) return { kind: 'refused', error };
      throw error;
    }
  });
  return { outcomes, additions: [...additions.values()], updates: [...updates.values()] };
}

/** The books that a batch may touch, by the keys that a row is matched with. */
class Shelf {
  readonly #source: string;
  readonly #books = new Map<string, PlannedBook>();
  readonly #idByKey = new Map<string, string>();
  /** An ISBN that a row took off its book stays in here: it is free from the next batch on. */
  readonly #idByIsbn = new Map<string, string>();

  constructor(source: string, books: readonly PlannedBook[]) {
    this.#source = source;
    for (const book of books) this.put(book);
  }

  put(book: PlannedBook): void {
    const { source, sourceKey, isbn } = book.content;
    this.#books.set(book.bookId, book);
    if (source === this.#source && sourceKey !== undefined) this.#idByKey.set(sourceKey, book.bookId);
    if (isbn !== undefined) this.#idByIsbn.set(isbn, book.bookId);
  }

  /** The book that a row speaks of; undefined for a new one. Throws when its ISBN is another's. */
  match({ sourceKey, isbn }: BookContent): PlannedBook | undefined {
    if (sourceKey === undefined && isbn === undefined) {
      throw invalidField('book.source_key', 'a source key or an ISBN is needed, so that the list can be sent again');
    }
    const byKey = this.#books.get(this.#idByKey.get(sourceKey ?? '') ?? '');
    const byIsbn = this.#books.get(this.#idByIsbn.get(isbn ?? '') ?? '');
    if (isbn === undefined || !byIsbn || byIsbn === byKey) return byKey;
    if (byKey || byIsbn.content.isbn !== isbn || this.#hasOtherKey(byIsbn, sourceKey)) {
      throw isbnTaken(isbn, byIsbn.bookId);
    }
    return byIsbn;
  }

  #hasOtherKey({ content }: PlannedBook, sourceKey: string | undefined): boolean {
    return sourceKey !== undefined && content.source === this.#source && content.sourceKey !== sourceKey;
  }
}

/** What the catalogue says after a row: the row's word where it has one. */
function overlay(present: BookContent, row: BookContent): BookContent {
  const keepsSource = present.source !== undefined;
  return {
    title: row.title,
    authors: row.authors.length > 0 ? row.authors : present.authors,
    isbn: row.isbn ?? present.isbn,
    publisher: row.publisher || present.publisher,
    publishedYear: row.publishedYear ?? present.publishedYear,
    language: row.language || present.language,
    subjects: row.subjects.length > 0 ? row.subjects : present.subjects,
    description: row.description || present.description,
    price: row.price,
    source: keepsSource ? present.source : row.source,
    sourceKey: keepsSource ? present.sourceKey : row.sourceKey,
  };
}

/** Whether two entries say the same. */
export function sameContent(one: BookContent, other: BookContent): boolean {
  return canonical(one) === canonical(other);
}

function canonical(content: BookContent): string {
  const { currencyCode, minorUnits } = content.price;
  return JSON.stringify([
    content.title,
    content.authors,
    content.isbn ?? null,
    content.publisher,
    content.publishedYear ?? null,
    content.language,
    content.subjects,
    content.description,
    currencyCode,
    String(minorUnits),
    content.source ?? null,
    content.sourceKey ?? null,
  ]);
}
