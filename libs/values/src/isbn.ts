import { DomainError } from './domain-error.ts';

/**
 * Reads an ISBN-10 or ISBN-13, with or without hyphens and spaces, and gives its ISBN-13
 * of 13 digits (ISO 2108).
 * @throws {DomainError} INVALID_ARGUMENT `INVALID_ISBN` when it is neither, or its check
 *   digit does not fit.
 */
export function parseIsbn(text: string): string {
  const compact = text.replaceAll(/[\s-]/g, '').toUpperCase();
  if (/^\d{9}[\dX]$/.test(compact)) {
    if (checkDigit10(compact) !== compact.at(-1)) throw invalidIsbn(text, 'check digit');
    const stem = `978${compact.slice(0, 9)}`;
    return stem + checkDigit13(stem);
  }
  if (!/^97[89]\d{10}$/.test(compact)) throw invalidIsbn(text, 'form');
  if (checkDigit13(compact) !== compact.at(-1)) throw invalidIsbn(text, 'check digit');
  return compact;
}

/**
 * Writes an ISBN-13 for people as booksellers do: the prefix apart from the rest. Where a group and a
 * publisher end is in a list of the International ISBN Agency, which changes; no hyphen is guessed.
 */
export function formatIsbn(isbn: string): string {
  return `${isbn.slice(0, 3)}-${isbn.slice(3)}`;
}

function checkDigit10(digits: string): string {
  const rest = weightedSum(digits.slice(0, 9), (index) => 10 - index) % 11;
  const check = (11 - rest) % 11;
  return check === 10 ? 'X' : String(check);
}

function checkDigit13(digits: string): string {
  const rest = weightedSum(digits.slice(0, 12), (index) => (index % 2 === 0 ? 1 : 3)) % 10;
  return String((10 - rest) % 10);
}

function weightedSum(digits: string, weight: (index: number) => number): number {
  return Array.from(digits).reduce((sum, digit, index) => sum + Number(digit) * weight(index), 0);
}

function invalidIsbn(text: string, fault: 'form' | 'check digit'): DomainError {
  const message =
    fault === 'form'
      ? `"${text}" is no ISBN: 10 or 13 digits are allowed, the tenth may be X, hyphens and spaces do not count`
      : `the check digit of ISBN "${text}" does not fit the digits before it`;
  return new DomainError('INVALID_ARGUMENT', 'INVALID_ISBN', message, { metadata: { isbn: text } });
}
