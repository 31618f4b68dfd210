import { amountText } from '@bookstore/book-lists';
import { type Book, type BookChanges, type BookInput, DomainError, parseMoney } from '@bookstore/client';
import type { Refusal } from '../../refusal.server.ts';
import type { BookField, BookForm } from './book-form.ts';

export function bookFormOf(book: Book): BookForm {
  return {
    title: book.title,
    authors: book.authors.join('\n'),
    isbn: book.isbn ?? '',
    publisher: book.publisher ?? '',
    year: book.publishedYear === undefined ? '' : String(book.publishedYear),
    language: book.language ?? '',
    subjects: book.subjects.join('\n'),
    description: book.description,
    price: amountText(book.price),
    currency: book.price.currencyCode,
  };
}

/** What is wrong with which field. */
export type BookFaults = Partial<Readonly<Record<BookField, string>>>;

/** What of a form cannot even be sent; all else is for the shop to judge. */
export function faultsOf({ price, currency, year }: BookForm): BookFaults {
  return {
    ...(!/^(-?\d{1,4})?$/.test(year) && { year: 'A year is digits, with a minus before the common era.' }),
    ...(!isPrice(price, currency) && { price: 'A price is an amount such as 12.99.' }),
  };
}

export function bookInputOf(form: BookForm): BookInput {
  const { title, isbn, publisher, language, description } = form;
  return {
    ...{ title, isbn, publisher, language, description },
    authors: linesOf(form.authors),
    subjects: linesOf(form.subjects),
    publishedYear: form.year === '' ? undefined : Number(form.year),
    price: parseMoney(form.price, form.currency),
  };
}

/** Only what somebody wrote; what they left alone is nobody's to set. */
export function bookChangesOf(form: BookForm, fields: readonly BookField[]): BookChanges {
  const { publishedYear, ...input } = bookInputOf(form);
  const wanted = new Set<string>(fields);
  const kept = Object.entries(input).filter(([name]) => wanted.has(name));
  return {
    ...(Object.fromEntries(kept) as BookChanges),
    ...(wanted.has('year') && { publishedYear: publishedYear ?? null }),
    ...(wanted.has('currency') && { price: input.price }),
  };
}

/** Puts a refusal beside the field that it is about. */
export function faultsOfRefusal({ reason, fields }: Refusal): BookFaults {
  const about = (name: string) => fields[`book.${name}`] ?? fields[name];
  const isbn =
    reason === 'ISBN_TAKEN'
      ? 'Another book has this ISBN already.'
      : reason === 'INVALID_ISBN'
        ? 'This is no ISBN: its last digit does not fit the others.'
        : about('isbn');
  const found = {
    ...{ title: about('title'), authors: about('authors'), isbn, publisher: about('publisher') },
    ...{ year: about('published_year'), language: about('language'), subjects: about('subjects') },
    ...{ description: about('description'), price: about('price') },
  };
  return Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== undefined));
}

function isPrice(price: string, currency: string): boolean {
  try {
    parseMoney(price, currency);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
}
