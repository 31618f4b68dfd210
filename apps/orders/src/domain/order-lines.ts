import { addMoney, type Money, multiplyMoney } from '@bookstore/values';
import { invalidField } from './refusals.ts';

/** Most copies of one book in an order, over all its lines. */
const MAX_COPIES = 1000;

/** Copies of one book that somebody wants. */
export interface WantedLine {
  readonly bookId: string;
  readonly quantity: number;
}

/** Copies of one book as they were sold. */
export interface OrderLine extends WantedLine {
  readonly title: string;
  /** Empty if the book has none. */
  readonly isbn: string;
  readonly unitPrice: Money;
}

/**
 * Counts the same book together, in the order in which the books were first named.
 * @throws {DomainError} INVALID_ARGUMENT naming the line with which a book has too many copies.
 */
export function mergeLines(lines: readonly WantedLine[]): readonly WantedLine[] {
  const quantities = new Map<string, number>();
  for (const [index, { bookId, quantity }] of lines.entries()) {
    const merged = (quantities.get(bookId) ?? 0) + quantity;
    if (merged > MAX_COPIES) {
      throw invalidField(`lines[${index}].quantity`, `must be at most ${MAX_COPIES} copies of one book in all`);
    }
    quantities.set(bookId, merged);
  }
  return [...quantities].map(([bookId, quantity]) => ({ bookId, quantity }));
}

export function lineTotal(line: OrderLine): Money {
  return multiplyMoney(line.unitPrice, BigInt(line.quantity));
}

/** The sum of lines that are all in one currency, of which there is at least one. */
export function totalOf(lines: readonly OrderLine[]): Money {
  const [first, ...others] = lines.map(lineTotal);
  if (!first) throw new TypeError('an order has at least one line');
  return addMoney(first, ...others);
}
