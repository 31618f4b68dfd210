import type { Book } from '@bookstore/client';
import type { Context } from '../context.ts';
import { usageFailure } from '../failures.ts';

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What an ISBN is written with; whether it is one, the shop says. */
const ISBN = /^[\dx\s-]+$/i;

/** Reads a book by what people have at hand: its id or its ISBN. Throws CommandFailure for what cannot be either. */
export async function findBook({ shop, signal }: Context, idOrIsbn: string): Promise<Book> {
  if (UUID.test(idOrIsbn)) return await shop.books.get(idOrIsbn, { signal });
  if (ISBN.test(idOrIsbn)) return await shop.books.getByIsbn(idOrIsbn, { signal });
  throw usageFailure(
    `"${idOrIsbn}" is neither the id of a book nor an ISBN`,
    'find the book with: bookstore books search WORDS',
  );
}

/** The id of a book; asks the shop only for an ISBN. */
export async function findBookId(context: Context, idOrIsbn: string): Promise<string> {
  return UUID.test(idOrIsbn) ? idOrIsbn : (await findBook(context, idOrIsbn)).bookId;
}
