import { DomainError, type Money, parseMoney } from '@bookstore/client';
import { CellFault } from './book-list.ts';
import { excerpt } from './excerpt.ts';

/** What rows get that do not say it themselves. */
export interface RowDefaults {
  readonly price?: string | undefined;
  readonly currency?: string | undefined;
  readonly stock?: number | undefined;
}

/** Reads an amount. */
export function readPrice(price: string, currency: string): Money {
  try {
    return parseMoney(excerpt(price), excerpt(currency));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new CellFault('book.price', error.message);
  }
}

/** Reads copies. */
export function readStock(text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw new CellFault('initial_stock', `"${excerpt(text)}" is no number of copies: digits are allowed`);
}

/** Reads a year, also one that a spreadsheet made a decimal; undefined if there is none. */
export function readYear(text: string): number | undefined {
  if (text === '') return undefined;
  if (/^-?\d{1,9}(\.0+)?$/.test(text)) return Number.parseInt(text, 10);
  throw new CellFault(
    'book.published_year',
    `"${excerpt(text)}" is no year: digits are allowed, with a minus before the common era`,
  );
}

/** Takes a cell of several values apart, each once, without the spaces around and doubled within. */
export function readList(text: string, separator: string): string[] {
  const items = text.split(separator).map(squeeze);
  return [...new Set(items.filter((item) => item !== ''))];
}

/** Takes a cell of several values apart at each `;`, each once. Within a value that is `\;`, and a backslash `\\`. */
export function readMarkedList(text: string): string[] {
  const items = text.match(/(?:\\[\\;]|[^;])+/g) ?? [];
  const values = items.map((item) => item.replaceAll(/\\([\\;])/g, '$1').trim());
  return [...new Set(values.filter((value) => value !== ''))];
}

/** Writes what `readMarkedList` reads. */
export function writeList(values: readonly string[]): string {
  return values.map((value) => value.replaceAll(/[\\;]/g, String.raw`\$&`)).join('; ');
}

/** One space where there are several, none at the ends. */
export function squeeze(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
