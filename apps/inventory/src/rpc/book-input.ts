import { BookInput } from '@bookstore/contracts/inventory/v1/book';
import { ImportRow } from '@bookstore/contracts/inventory/v1/inventory_service';
import { checkMessage, invalidFields } from '@bookstore/service-kit';
import type { BookContent } from '../domain/book.ts';
import { type BookField, type RawBookContent, readBookContent, readBookFields } from '../domain/book-content.ts';

/** Reads the content of a new book, whose rules have been checked. */
export function readBook(input: BookInput): BookContent {
  return readBookContent(toRaw(input));
}

/**
 * Reads the fields that an update mask names. The contract leaves the book of an update unchecked,
 * since only they count.
 * @throws {DomainError} INVALID_ARGUMENT for those that break their rule.
 */
export function readMaskedBook(input: BookInput, mask: readonly string[]): Partial<BookContent> {
  const broken = checkMessage('bookstore.inventory.v1.BookInput', BookInput.encode(input).finish())
    .filter(({ field }) => mask.includes(field.split(/[.[]/)[0] ?? ''))
    .map(({ field, description }) => ({ field: `book.${field}`, description }));
  if (broken.length > 0) throw invalidFields(broken);
  return readBookFields(
    toRaw(input),
    mask.flatMap((name) => FIELDS[name] ?? []),
  );
}

/**
 * Reads the book of an import's row, which no rule has been checked of; its source is the list's.
 * @throws {DomainError} INVALID_ARGUMENT with the fields that break their rule.
 */
export function readImportedBook(row: ImportRow, source: string): BookContent {
  const broken = checkMessage('bookstore.inventory.v1.ImportRow', ImportRow.encode(row).finish());
  if (broken.length > 0) throw invalidFields(broken);
  const raw = toRaw(row.book ?? BookInput.fromPartial({}));
  return readBookContent({ ...raw, source: raw.sourceKey.trim() === '' ? '' : source });
}

/** The contract's names of the fields of a book. */
const FIELDS: Readonly<Record<string, BookField>> = {
  title: 'title',
  authors: 'authors',
  isbn: 'isbn',
  publisher: 'publisher',
  published_year: 'publishedYear',
  language: 'language',
  subjects: 'subjects',
  description: 'description',
  price: 'price',
  source: 'source',
  source_key: 'sourceKey',
};

function toRaw(input: BookInput): RawBookContent {
  return {
    title: input.title,
    authors: input.authors,
    isbn: input.isbn,
    publisher: input.publisher,
    publishedYear: input.publishedYear,
    language: input.language,
    subjects: input.subjects,
    description: input.description,
    price: input.price ?? { currencyCode: '', minorUnits: 0n },
    source: input.source,
    sourceKey: input.sourceKey,
  };
}
