import { DomainError, isCurrencyCode, type Money, parseIsbn } from '@bookstore/values';
import type { BookContent } from './book.ts';

/** Catalogue content as somebody sent it: each field within the contract's rules, nothing tidied. */
export interface RawBookContent {
  readonly title: string;
  readonly authors: readonly string[];
  readonly isbn: string;
  readonly publisher: string;
  readonly publishedYear: number | undefined;
  readonly language: string;
  readonly subjects: readonly string[];
  readonly description: string;
  readonly price: Money;
  readonly source: string;
  readonly sourceKey: string;
}

export type BookField = keyof BookContent;

/**
 * Tidies a catalogue entry: text in NFC without space around it, ISBN as ISBN-13, language tags in
 * their canonical form (`eng` is `en`).
 * @throws {DomainError} INVALID_ARGUMENT `INVALID_ISBN` or `INVALID_FIELD`, with the field.
 */
export function readBookContent(raw: RawBookContent): BookContent {
  const content = readBookFields(raw, Object.keys(READERS) as BookField[]) as BookContent;
  checkSource(content);
  return content;
}

/** Tidies some fields of an entry and leaves the others out. Throws like `readBookContent`. */
export function readBookFields(raw: RawBookContent, fields: readonly BookField[]): Partial<BookContent> {
  return Object.fromEntries(fields.map((field) => [field, READERS[field](raw)]));
}

/** Refuses a source without a key and a key without a source. */
export function checkSource({ source, sourceKey }: Pick<BookContent, 'source' | 'sourceKey'>): void {
  if ((source === undefined) === (sourceKey === undefined)) return;
  throw invalidField(
    source === undefined ? 'book.source' : 'book.source_key',
    'source and source_key must be set together',
  );
}

/** The refusal of one field; the message says what is allowed. */
export function invalidField(field: string, description: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', 'INVALID_FIELD', `${field}: ${description}`, {
    fields: [{ field, description }],
  });
}

const READERS: { readonly [Field in BookField]: (raw: RawBookContent) => BookContent[Field] } = {
  title: ({ title }) => filled(title, 'book.title'),
  authors: ({ authors }) => authors.map((author, index) => filled(author, `book.authors[${index}]`)),
  isbn: ({ isbn }) => readIsbn(isbn, 'book.isbn'),
  publisher: ({ publisher }) => tidy(publisher),
  publishedYear: ({ publishedYear }) => publishedYear,
  language: ({ language }) => readLanguage(language, 'book.language'),
  subjects: ({ subjects }) => subjects.map((subject, index) => filled(subject, `book.subjects[${index}]`)),
  description: ({ description }) => tidy(description),
  price: ({ price }) => readPrice(price),
  source: ({ source }) => tidy(source) || undefined,
  sourceKey: ({ sourceKey }) => tidy(sourceKey) || undefined,
};

/** A language tag in its canonical form (ECMA-402); empty for an empty one. */
export function readLanguage(tag: string, field: string): string {
  if (tag === '') return '';
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? '';
  } catch {
    throw invalidField(field, 'a BCP 47 language tag is allowed, for example en or en-US');
  }
}

/** An ISBN as ISBN-13; undefined for an empty one. Throws `INVALID_ISBN` with the field. */
function readIsbn(text: string, field: string): string | undefined {
  if (tidy(text) === '') return undefined;
  try {
    return parseIsbn(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind, reason, message, metadata } = error;
    throw new DomainError(kind, reason, message, { metadata, fields: [{ field, description: message }], cause: error });
  }
}

function readPrice({ currencyCode, minorUnits }: Money): Money {
  if (isCurrencyCode(currencyCode)) return { currencyCode, minorUnits };
  throw invalidField('book.price.currency_code', 'an ISO 4217 currency code is allowed, for example EUR');
}

function filled(text: string, field: string): string {
  const tidied = tidy(text);
  if (tidied === '') throw invalidField(field, 'must not be blank');
  return tidied;
}

function tidy(text: string): string {
  return text.normalize('NFC').trim();
}
