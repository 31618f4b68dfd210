import type { Book } from '@bookstore/client';
import type { Context } from '../context.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads a book by what people have at hand: its id or its ISBN. */
export async function findBook({ shop, signal }: Context, idOrIsbn: string): Promise<Book> {
  return UUID.test(idOrIsbn) ? shop.books.get(idOrIsbn, { signal }) : shop.books.getByIsbn(idOrIsbn, { signal });
}

/** The id of a book; asks the shop only for an ISBN. */
export async function findBookId(context: Context, idOrIsbn: string): Promise<string> {
  return UUID.test(idOrIsbn) ? idOrIsbn : (await findBook(context, idOrIsbn)).bookId;
}
