import type {
  AvailabilityQuery,
  GetBookDetailsRequest,
  InventoryServiceImplementation,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import { BookInput } from '@bookstore/contracts/inventory/v1/book';
import { clampPageSize, type PageTokens, type ServiceContext } from '@bookstore/service-kit';
import { DomainError, parseIsbn } from '@bookstore/values';
import { availableCopies, type Book, bookNotFound } from '../domain/book.ts';
import { invalidField } from '../domain/book-content.ts';
import type { AvailabilityWatch } from '../domain/availability-watch.ts';
import type { BookFinder } from '../domain/book-finder.ts';
import type { BookRepository } from '../domain/book-repository.ts';
import type { StockRepository } from '../domain/stock-repository.ts';
import { readBook, readMaskedBook } from './book-input.ts';
import { createBookLists } from './book-lists.ts';
import { readReason, toBookMessage, toMovementMessage, toStockMessage } from './book-mapping.ts';
import { actorOf, readId } from './identifiers.ts';
import { createImportBooks } from './import-books.ts';
import { createWatchAvailability } from './watch-availability.ts';

export interface InventoryDependencies {
  readonly books: BookRepository;
  readonly finder: BookFinder;
  readonly stock: StockRepository;
  readonly watches: AvailabilityWatch;
  readonly pageTokens: PageTokens;
}

export function createInventoryService(dependencies: InventoryDependencies) {
  const { books } = dependencies;
  return {
    ...createBookLists(dependencies),
    ...createStockMethods(dependencies),
    importBooks: createImportBooks(books),
    watchAvailability: createWatchAvailability(dependencies.watches),

    async addBook({ book, initialStock, requestId }, context) {
      const content = readBook(book ?? BookInput.fromPartial({}));
      const added = await books.add({
        content,
        initialStock,
        requestId: readId(requestId),
        actorId: actorOf(context),
      });
      return { book: toBookMessage(added) };
    },

    async updateBook({ bookId, etag, updateMask = [], book, onHand }, context) {
      const content = readMaskedBook(book ?? BookInput.fromPartial({}), updateMask);
      const updated = await books.update({
        bookId: readId(bookId),
        etag,
        content,
        onHand: updateMask.includes('on_hand') ? onHand : undefined,
        actorId: actorOf(context),
      });
      return { book: toBookMessage(updated) };
    },

    async retireBook({ bookId, etag }, context) {
      return { book: toBookMessage(await books.retire({ bookId: readId(bookId), etag, actorId: actorOf(context) })) };
    },

    async getBookDetails({ book }) {
      return { book: toBookMessage(await findBook(books, book)) };
    },

    async batchGetBooks({ bookIds }) {
      const ids = bookIds.map(readId);
      const found = await findById(books, ids);
      return {
        books: ids.flatMap((id) => found.get(id) ?? []).map(toBookMessage),
        missingBookIds: ids.filter((id) => !found.has(id)),
      };
    },

    async checkAvailability({ queries }) {
      return { availabilities: await checkAvailability(books, queries) };
    },
  } satisfies InventoryServiceImplementation<ServiceContext>;
}

function createStockMethods({ stock, pageTokens }: InventoryDependencies) {
  return {
    async adjustStock({ bookId, quantity, reason, note, requestId }, context) {
      if (quantity === 0n) throw invalidField('quantity', 'must not be 0');
      const adjusted = await stock.adjust({
        bookId: readId(bookId),
        quantity,
        reason: readReason(reason),
        note,
        requestId: readId(requestId),
        actorId: actorOf(context),
      });
      return { movement: toMovementMessage(adjusted.movement), stock: toStockMessage(adjusted.stock) };
    },

    async listStockMovements({ bookId, pageSize, pageToken }) {
      const id = readId(bookId);
      const list = ['ListStockMovements', id];
      const cursor = pageTokens.read(list, pageToken) as string | undefined;
      const limit = clampPageSize(pageSize, { default: 50, max: 200 });
      const before = cursor === undefined ? undefined : BigInt(cursor);
      const movements = await stock.listMovements({ bookId: id, before, limit: limit + 1 });
      const page = movements.slice(0, limit);
      const last = movements.length > limit ? page.at(-1) : undefined;
      return {
        movements: page.map(toMovementMessage),
        nextPageToken: last ? pageTokens.make(list, String(last.stockVersion)) : '',
      };
    },
  } satisfies Partial<InventoryServiceImplementation<ServiceContext>>;
}

async function findBook(books: BookRepository, by: GetBookDetailsRequest['book']): Promise<Book> {
  if (by?.$case === 'isbn') {
    const isbn = readIsbn(by.value);
    const book = await books.findByIsbn(isbn);
    if (!book) throw bookNotFound({ isbn });
    return book;
  }
  const bookId = readId(by?.value ?? '');
  const [book] = await books.findByIds([bookId]);
  if (!book) throw bookNotFound({ bookId });
  return book;
}

function readIsbn(text: string): string {
  try {
    return parseIsbn(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind, reason, message, metadata } = error;
    const fields = [{ field: 'isbn', description: message }];
    throw new DomainError(kind, reason, message, { metadata, fields, cause: error });
  }
}

async function findById(books: BookRepository, ids: readonly string[]): Promise<ReadonlyMap<string, Book>> {
  return new Map((await books.findByIds(ids)).map((book) => [book.bookId, book]));
}

/** The same book twice counts together: each of its answers speaks of the sum. */
async function checkAvailability(books: BookRepository, queries: readonly AvailabilityQuery[]) {
  const wanted = queries.map(({ bookId, quantity }) => ({ bookId: readId(bookId), quantity: BigInt(quantity) }));
  const found = await findById(
    books,
    wanted.map(({ bookId }) => bookId),
  );
  return wanted.map(({ bookId }) => {
    const book = found.get(bookId);
    if (!book) throw bookNotFound({ bookId });
    const available = availableCopies(book);
    const requested = wanted
      .filter((other) => other.bookId === bookId)
      .reduce((sum, { quantity }) => sum + quantity, 0n);
    return { bookId, requested, available, sufficient: available >= requested, price: { ...book.content.price } };
  });
}
