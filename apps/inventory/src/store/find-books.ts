import type { Book } from '../domain/book.ts';
import { BOOK_COLUMNS, type BookRow, toBook } from './book-rows.ts';
import type { Database, Transaction } from './database.ts';

/** The books among these ids, in any order. */
export async function findBooks(database: Database | Transaction, bookIds: readonly string[]): Promise<Book[]> {
  const rows = await database.$queryRaw<BookRow[]>`
    SELECT ${BOOK_COLUMNS} FROM books AS b JOIN stock_levels AS s ON s.book_id = b.id
    WHERE b.id = ANY (${[...new Set(bookIds)]}::uuid[])`;
  return rows.map(toBook);
}

/** One book that must be there. */
export async function findBook(database: Database | Transaction, bookId: string): Promise<Book> {
  const [book] = await findBooks(database, [bookId]);
  if (!book) throw new Error(`book ${bookId} is gone`);
  return book;
}

export async function findBookByIsbn(database: Database | Transaction, isbn: string): Promise<Book | undefined> {
  const [row] = await database.$queryRaw<BookRow[]>`
    SELECT ${BOOK_COLUMNS} FROM books AS b JOIN stock_levels AS s ON s.book_id = b.id WHERE b.isbn = ${isbn}`;
  return row && toBook(row);
}

/**
 * Locks books, in the order of their ids, and reads them: by id, or by whatever keys a row of an
 * import may match.
 */
export async function lockBooks(transaction: Transaction, keys: BookKeys): Promise<Book[]> {
  const { bookIds = [], isbns = [], source = '', sourceKeys = [] } = keys;
  const rows = await transaction.$queryRaw<BookRow[]>`
    SELECT ${BOOK_COLUMNS} FROM books AS b JOIN stock_levels AS s ON s.book_id = b.id
    WHERE b.id = ANY (${bookIds}::uuid[]) OR b.isbn = ANY (${isbns}::text[])
      OR (b.source = ${source} AND b.source_key = ANY (${sourceKeys}::text[]))
    ORDER BY b.id FOR NO KEY UPDATE OF b`;
  return rows.map(toBook);
}

interface BookKeys {
  readonly bookIds?: readonly string[];
  readonly isbns?: readonly string[];
  readonly source?: string;
  readonly sourceKeys?: readonly string[];
}
