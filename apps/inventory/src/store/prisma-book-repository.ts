import type { BookRepository } from '../domain/book-repository.ts';
import { addBook, retireBook, updateBook } from './change-books.ts';
import { type Database, inTransaction } from './database.ts';
import { findBookByIsbn, findBooks } from './find-books.ts';
import { importBooks } from './import-books.ts';

export function createBookRepository(database: Database): BookRepository {
  return {
    add: (book) => inTransaction(database, (transaction) => addBook(transaction, book)),
    update: (change) => inTransaction(database, (transaction) => updateBook(transaction, change)),
    retire: (retirement) => inTransaction(database, (transaction) => retireBook(transaction, retirement)),
    importRows: (batch) => inTransaction(database, (transaction) => importBooks(transaction, batch)),
    findByIds: (bookIds) => findBooks(database, bookIds),
    findByIsbn: (isbn) => findBookByIsbn(database, isbn),
  };
}
