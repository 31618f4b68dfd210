import { Batcher } from '@bookstore/values/batcher';
import type { BookRepository } from '../domain/book-repository.ts';
import type { Book } from '../domain/book.ts';
import { addBook, retireBook, updateBook } from './change-books.ts';
import { type Database, inTransaction } from './database.ts';
import { findBookByIsbn, findBooks } from './find-books.ts';
import { importBooks } from './import-books.ts';

/** Books that one statement reads. */
const READ_TOGETHER = 500;

/** Books that are asked for at the same moment are read together, each as it is after it was asked for. */
export function createBookRepository(database: Database): BookRepository {
  const finding = new Batcher({
    limit: READ_TOGETHER,
    weightOf: (bookIds: readonly string[]) => bookIds.length,
    run: (wanted: readonly (readonly string[])[]) => findTogether(database, wanted),
    // What one asks for cannot fail without the others.
    isShared: () => true,
  });
  return {
    add: (book) => inTransaction(database, (transaction) => addBook(transaction, book)),
    update: (change) => inTransaction(database, (transaction) => updateBook(transaction, change)),
    retire: (retirement) => inTransaction(database, (transaction) => retireBook(transaction, retirement)),
    importRows: (batch) => inTransaction(database, (transaction) => importBooks(transaction, batch)),
    findByIds: (bookIds) => finding.submit(bookIds),
    findByIsbn: (isbn) => findBookByIsbn(database, isbn),
  };
}

async function findTogether(
  database: Database,
  wanted: readonly (readonly string[])[],
): Promise<readonly (readonly Book[])[]> {
  const books = new Map((await findBooks(database, wanted.flat())).map((book) => [book.bookId, book]));
  return wanted.map((bookIds) => [...new Set(bookIds)].flatMap((bookId) => books.get(bookId) ?? []));
}
