import { randomUUIDv7 } from 'node:crypto';
import {
  type Book,
  type BookContent,
  bookNotFound,
  checkActive,
  checkEtag,
  isbnTaken,
  sourceKeyTaken,
} from '../domain/book.ts';
import { checkSource } from '../domain/book-content.ts';
import type { BookChange, NewBook, Retirement } from '../domain/book-repository.ts';
import { sameContent } from '../domain/import-plan.ts';
import { writeAudit } from './audit-log.ts';
import { LostRace, type Transaction } from './database.ts';
import { findBook, lockBooks } from './find-books.ts';
import { claimRequest } from './request-record.ts';
import { lockStock, writeStock } from './stock-rows.ts';
import { insertBooks, overwriteBooks } from './write-books.ts';

export async function addBook(transaction: Transaction, book: NewBook): Promise<Book> {
  const { content, initialStock, requestId, actorId } = book;
  const bookId = randomUUIDv7();
  const request = ['AddBook', content, initialStock];
  const before = await claimRequest(transaction, { requestId, actorId, bookId, content: request });
  if (before) return findBook(transaction, before.bookId);
  await refuseTaken(transaction, bookId, content);
  const inserted = await insertBooks(transaction, [{ bookId, content, initialStock }], actorId);
  if (inserted.length === 0) throw new LostRace();
  await writeAudit(transaction, { actorId, action: 'ADD_BOOK', bookId, details: { title: content.title } });
  return findBook(transaction, bookId);
}

export async function updateBook(transaction: Transaction, change: BookChange): Promise<Book> {
  const { bookId, etag, actorId } = change;
  const book = await lockBook(transaction, bookId);
  checkEtag(book, etag);
  checkActive(book);
  const content = { ...book.content, ...change.content };
  checkSource(content);
  const changed = !sameContent(book.content, content);
  if (changed) {
    await refuseTaken(transaction, bookId, content);
    await overwriteBooks(transaction, [{ bookId, content }]);
  }
  const counted = change.onHand !== undefined && (await countStock(transaction, change, change.onHand));
  if (!changed && !counted) return book;
  const fields = [...(changed ? Object.keys(change.content) : []), ...(counted ? ['onHand'] : [])];
  await writeAudit(transaction, { actorId, action: 'UPDATE_BOOK', bookId, details: { fields } });
  return findBook(transaction, bookId);
}

export async function retireBook(transaction: Transaction, { bookId, etag, actorId }: Retirement): Promise<Book> {
  const book = await lockBook(transaction, bookId);
  if (book.status === 'RETIRED') return book;
  checkEtag(book, etag);
  await transaction.$executeRaw`
    UPDATE books SET status = 'RETIRED', version = version + 1, updated_at = now() WHERE id = ${bookId}::uuid`;
  // Nothing can be ordered any more: whoever watches the stock is to see that.
  await transaction.$executeRaw`UPDATE stock_levels SET version = version + 1 WHERE book_id = ${bookId}::uuid`;
  await writeAudit(transaction, { actorId, action: 'RETIRE_BOOK', bookId, details: {} });
  return findBook(transaction, bookId);
}

async function lockBook(transaction: Transaction, bookId: string): Promise<Book> {
  const [book] = await lockBooks(transaction, { bookIds: [bookId] });
  if (!book) throw bookNotFound({ bookId });
  return book;
}

/** Sets the stock on hand to what was counted; false if that is what it was. */
async function countStock(transaction: Transaction, change: BookChange, counted: bigint): Promise<boolean> {
  const { bookId, actorId } = change;
  const ledger = await lockStock(transaction, [bookId]);
  const quantity = counted - (ledger.find(bookId)?.onHand ?? counted);
  if (quantity === 0n) return false;
  ledger.move({ bookId, quantity, reason: 'COUNTED', actorId });
  await writeStock(transaction, ledger);
  return true;
}

/** Refuses an ISBN or a source key that another book has. */
async function refuseTaken(transaction: Transaction, bookId: string, content: BookContent): Promise<void> {
  const { isbn, source, sourceKey } = content;
  const owners = await transaction.book.findMany({
    where: {
      id: { not: bookId },
      OR: [...(isbn ? [{ isbn }] : []), ...(source && sourceKey ? [{ source, sourceKey }] : [])],
    },
    select: { id: true, isbn: true },
  });
  const owner = owners.find((book) => isbn !== undefined && book.isbn === isbn);
  if (owner && isbn) throw isbnTaken(isbn, owner.id);
  if (owners[0] && source && sourceKey) throw sourceKeyTaken(source, sourceKey, owners[0].id);
}
