import * as wire from '@bookstore/contracts/inventory/v1/book';
import { BookOrder as WireBookOrder } from '@bookstore/contracts/inventory/v1/inventory_service';
import { type BookImportOptions, importBooks, type ImportResult, type ImportRow } from './book-import.ts';
import {
  type BookListQuery,
  type BookPage,
  type BookSearchQuery,
  filterToWire,
  type SearchPage,
} from './book-query.ts';
import type { CallOptions, WriteOptions } from './calls/call-options.ts';
import type { ServiceClients } from './connection.ts';
import {
  type Availability,
  availabilityFromWire,
  type Book,
  bookFromWire,
  type BookInput,
  bookToWire,
  facetFromWire,
  movementFromWire,
  type Stock,
  type StockAdjustmentReason,
  stockFromWire,
  type StockMovement,
  type WatchedAvailability,
} from './models/book.ts';
import { orUndefined } from './models/presence.ts';
import { type ListOptions, PagedList } from './paged-list.ts';
import { newRequestId } from './request-id.ts';
import { goOn, type Pace, type WatchOptions } from './watch/go-on.ts';

/** What to change of a book; what is left out stays. */
export interface BookChanges extends Partial<Omit<BookInput, 'publishedYear'>> {
  /** `null` forgets it. */
  readonly publishedYear?: number | null;
  /** Copies in the house, counted; becomes a movement `COUNTED`. */
  readonly onHand?: number;
}

/** A change of the stock on hand, and why. */
export interface StockAdjustment {
  /** Copies that came (positive) or went (negative); not 0. */
  readonly quantity: number;
  /** Why they came or went. */
  readonly reason: StockAdjustmentReason;
  /** For people who read the movements later; may be empty. */
  readonly note?: string | undefined;
}

/** A book that somebody may be looking for. */
export interface BookSuggestion {
  /** Names the book in other calls. */
  readonly bookId: string;
  /** As the catalogue has it. */
  readonly title: string;
  /** In the order of the title page. */
  readonly authors: readonly string[];
}

/** The contract's names of the fields that can be changed. */
const MASK_PATHS: Readonly<Record<keyof BookChanges, string>> = {
  title: 'title',
  authors: 'authors',
  isbn: 'isbn',
  publisher: 'publisher',
  publishedYear: 'published_year',
  language: 'language',
  subjects: 'subjects',
  description: 'description',
  price: 'price',
  source: 'source',
  sourceKey: 'source_key',
  onHand: 'on_hand',
};

/** Catalogue and stock. Reading is open to everybody; what changes them is for staff. */
export class Books {
  readonly #inventory: ServiceClients['inventory'];
  readonly #pace: Pace;

  constructor(inventory: ServiceClients['inventory'], pace: Pace) {
    this.#inventory = inventory;
    this.#pace = pace;
  }

  /** Reads one book, retired or not. Throws BookNotFoundError. */
  async get(bookId: string, options: CallOptions = {}): Promise<Book> {
    const request = { book: { $case: 'bookId', value: bookId } } as const;
    return bookFromWire((await this.#inventory.getBookDetails(request, options)).book);
  }

  /** Reads one book by ISBN-10 or ISBN-13, with or without hyphens. Throws BookNotFoundError, InvalidIsbnError. */
  async getByIsbn(isbn: string, options: CallOptions = {}): Promise<Book> {
    const request = { book: { $case: 'isbn', value: isbn } } as const;
    return bookFromWire((await this.#inventory.getBookDetails(request, options)).book);
  }

  /** Reads up to 200 books, in the order asked; ids that name no book are in `missing`. */
  async getMany(
    bookIds: readonly string[],
    options: CallOptions = {},
  ): Promise<{ books: readonly Book[]; missing: readonly string[] }> {
    const { books, missingBookIds } = await this.#inventory.batchGetBooks({ bookIds: [...bookIds] }, options);
    return { books: books.map(bookFromWire), missing: missingBookIds };
  }

  /** Lists books in a chosen order, by title if none is. */
  list(query: BookListQuery = {}, options: CallOptions = {}): PagedList<Book, BookPage> {
    const { orderBy, pageSize = 0, includeFacets = false } = query;
    const request = {
      filter: filterToWire(query),
      orderBy: orderBy && WireBookOrder[orderBy],
      pageSize,
      includeFacets,
    };
    return new PagedList(async (pageToken) => {
      const page = await this.#inventory.listBooks({ ...request, pageToken }, options);
      return {
        items: page.books.map(bookFromWire),
        nextPageToken: orUndefined(page.nextPageToken),
        facets: page.facets.map(facetFromWire),
      };
    });
  }

  /** Finds books by words, whatever their order, case and accents, small slips forgiven; best first. */
  search(words: string, query: BookSearchQuery = {}, options: CallOptions = {}): PagedList<Book, SearchPage> {
    const { pageSize = 0, includeFacets = false } = query;
    const request = { query: words, filter: filterToWire(query), pageSize, includeFacets };
    return new PagedList(async (pageToken) => {
      const page = await this.#inventory.searchBooks({ ...request, pageToken }, options);
      return {
        items: page.books.map(bookFromWire),
        nextPageToken: orUndefined(page.nextPageToken),
        facets: page.facets.map(facetFromWire),
        correctedQuery: orUndefined(page.correctedQuery),
      };
    });
  }

  /** Books that are sold and of which at most so many copies can be ordered, 5 by default; fewest first; for staff. */
  lowStock(
    { atMost = 5, pageSize = 0 }: ListOptions & { /** At most 1,000. */ readonly atMost?: number | undefined } = {},
    options: CallOptions = {},
  ): PagedList<Book> {
    return new PagedList(async (pageToken) => {
      const request = { atMost: BigInt(atMost), pageSize, pageToken };
      const page = await this.#inventory.listLowStock(request, options);
      return { items: page.books.map(bookFromWire), nextPageToken: orUndefined(page.nextPageToken) };
    });
  }

  /** Completes what somebody begins to type; best first, 8 by default and 20 at most. */
  async suggest(
    prefix: string,
    { limit = 0, ...options }: CallOptions & { readonly limit?: number } = {},
  ): Promise<readonly BookSuggestion[]> {
    const { suggestions } = await this.#inventory.suggestBooks({ prefix, limit }, options);
    return suggestions.map(({ bookId, title, authors }) => ({ bookId, title, authors }));
  }

  /** Whether so many copies of up to 100 books can be ordered now. Promises nothing. Throws BookNotFoundError. */
  async checkAvailability(
    queries: readonly { readonly bookId: string; readonly quantity: number }[],
    options: CallOptions = {},
  ): Promise<readonly Availability[]> {
    const request = { queries: queries.map(({ bookId, quantity }) => ({ bookId, quantity })) };
    const { availabilities } = await this.#inventory.checkAvailability(request, options);
    return availabilities.map(availabilityFromWire);
  }

  /**
   * How many copies of up to 200 books can be ordered, and again whenever that changes: the newest,
   * so that changes which follow each other fast may come as one. Goes on by itself when a
   * connection or a server is lost, and does not end by itself. Throws BookNotFoundError.
   */
  async *watchAvailability(
    bookIds: readonly string[],
    { signal }: WatchOptions = {},
  ): AsyncGenerator<WatchedAvailability, void, undefined> {
    const seen = new Map<string, WatchedAvailability>();
    const open = (until: AbortSignal) =>
      this.#inventory.watchAvailability({ bookIds: [...bookIds] }, { signal: until });
    for await (const { bookId, available, version } of goOn(open, { ...this.#pace, ...(signal && { signal }) })) {
      const before = seen.get(bookId);
      const now = { bookId, available: Number(available), version: Number(version) };
      if (before && now.version <= before.version) continue;
      seen.set(bookId, now);
      if (now.available !== before?.available) yield now;
    }
  }

  /** Adds a book. Throws IsbnTakenError, SourceKeyTakenError, InvalidIsbnError, InvalidFieldError, RequestIdReusedError. */
  async add(
    book: BookInput & { /** Copies in the house; 0 by default. */ readonly initialStock?: number },
    { requestId = newRequestId(), ...options }: WriteOptions = {},
  ): Promise<Book> {
    const request = { book: bookToWire(book), initialStock: BigInt(book.initialStock ?? 0), requestId };
    return bookFromWire((await this.#inventory.addBook(request, options)).book);
  }

  /**
   * Changes a book: only if it is as last read when its etag is handed in. Throws EtagMismatchError,
   * BookNotFoundError, IsbnTakenError, SourceKeyTakenError, InvalidIsbnError, StockBelowReservedError,
   * BookRetiredError, InvalidFieldError.
   */
  async update(
    bookId: string,
    changes: BookChanges,
    { etag = '', ...options }: CallOptions & { readonly etag?: string | undefined } = {},
  ): Promise<Book> {
    const { onHand = 0, publishedYear, ...texts } = changes;
    const fields = (Object.keys(MASK_PATHS) as (keyof BookChanges)[]).filter((key) => changes[key] !== undefined);
    const request = {
      bookId,
      etag,
      updateMask: fields.map((key) => MASK_PATHS[key]),
      book: bookToWire({ ...texts, publishedYear: publishedYear ?? undefined }),
      onHand: BigInt(onHand),
    };
    return bookFromWire((await this.#inventory.updateBook(request, options)).book);
  }

  /** Takes a book out of the sale; orders that hold copies keep them. Throws BookNotFoundError, EtagMismatchError. */
  async retire(
    bookId: string,
    { etag = '', ...options }: CallOptions & { readonly etag?: string | undefined } = {},
  ): Promise<Book> {
    return bookFromWire((await this.#inventory.retireBook({ bookId, etag }, options)).book);
  }

  /** Adds copies or takes them away. Throws StockBelowReservedError, BookNotFoundError, RequestIdReusedError. */
  async adjustStock(
    bookId: string,
    { quantity, reason, note = '' }: StockAdjustment,
    { requestId = newRequestId(), ...options }: WriteOptions = {},
  ): Promise<{ movement: StockMovement; stock: Stock }> {
    const request = { bookId, quantity: BigInt(quantity), reason: wire.StockMovementReason[reason], note, requestId };
    const { movement, stock } = await this.#inventory.adjustStock(request, options);
    return { movement: movementFromWire(movement), stock: stockFromWire(stock) };
  }

  /** The changes of a book's stock on hand, newest first. Throws BookNotFoundError. */
  stockMovements(
    bookId: string,
    { pageSize = 0 }: ListOptions = {},
    options: CallOptions = {},
  ): PagedList<StockMovement> {
    return new PagedList(async (pageToken) => {
      const page = await this.#inventory.listStockMovements({ bookId, pageSize, pageToken }, options);
      return { items: page.movements.map(movementFromWire), nextPageToken: orUndefined(page.nextPageToken) };
    });
  }

  /**
   * Takes in a supplier's list as it is read, a thousand rows in a call: no more are asked for before
   * the shop has answered for those. A row is refused alone, and says why in the result. When a call
   * fails, what `onProgress` told of is in, and of at most a thousand further rows it is not known;
   * sending the list again changes nothing that is the same.
   */
  async import(
    rows: Iterable<ImportRow> | AsyncIterable<ImportRow>,
    options: BookImportOptions,
  ): Promise<ImportResult> {
    return await importBooks(this.#inventory, rows, options);
  }
}
