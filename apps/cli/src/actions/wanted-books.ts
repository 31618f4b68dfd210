import type { Context } from '../context.ts';
import { usageFailure } from '../failures.ts';
import { findBookId } from './find-book.ts';

/** Copies of a book, as they were asked for. */
export interface WantedBook {
  /** Its id or ISBN, as it was typed. */
  readonly typed: string;
  readonly bookId: string;
  readonly quantity: number;
}

/** Reads each `BOOK` or `BOOK:COPIES`, and finds the books. How many copies are allowed, the shop says. */
export async function findWanted(context: Context, books: readonly string[]): Promise<readonly WantedBook[]> {
  const read = books.map(readOne);
  const wanted: WantedBook[] = [];
  for (const each of read) wanted.push({ ...each, bookId: await findBookId(context, each.typed) });
  return wanted;
}

function readOne(text: string): Omit<WantedBook, 'bookId'> {
  const [, typed, copies = '1'] = /^([^:]+)(?::(\d{1,9}))?$/.exec(text) ?? [];
  if (typed === undefined) {
    throw usageFailure(`"${text}" is no book`, 'write a book id or ISBN, and how many: 9780140449136:2');
  }
  return { typed, quantity: Number(copies) };
}
