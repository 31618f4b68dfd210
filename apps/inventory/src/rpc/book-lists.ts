import type { BookFilter as BookFilterMessage } from '@bookstore/contracts/inventory/v1/book';
import {
  BookOrder as OrderMessage,
  type ListBooksRequest,
  type ListBooksResponse,
  type ListLowStockRequest,
  type ListLowStockResponse,
  type SearchBooksRequest,
  type SearchBooksResponse,
  type SuggestBooksRequest,
  type SuggestBooksResponse,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import { clampPageSize, type HandlerContext, isStaff, type PageTokens } from '@bookstore/service-kit';
import { readLanguage } from '../domain/book-content.ts';
import type { BookFilter, BookFinder, BookOrder, Position } from '../domain/book-finder.ts';
import { toBookMessage, toFacetMessage } from './book-mapping.ts';

interface Dependencies {
  readonly finder: BookFinder;
  readonly pageTokens: PageTokens;
}

/** The methods by which people find books. */
export function createBookLists({ finder, pageTokens }: Dependencies) {
  return {
    async listBooks(request: ListBooksRequest, context: HandlerContext): Promise<ListBooksResponse> {
      const filter = readFilter(request.filter, context);
      const order = readOrder(request.orderBy);
      const list = ['ListBooks', filter, order];
      const after = pageTokens.read(list, request.pageToken) as Position | undefined;
      const limit = clampPageSize(request.pageSize, { default: 50, max: 200 });
      const [{ items, end }, facets] = await Promise.all([
        finder.list({ filter, order, after, limit }),
        request.includeFacets ? finder.listFacets(filter) : [],
      ]);
      return {
        books: items.map(toBookMessage),
        nextPageToken: end ? pageTokens.make(list, end) : '',
        facets: facets.map(toFacetMessage),
      };
    },

    async listLowStock({ atMost, pageSize, pageToken }: ListLowStockRequest): Promise<ListLowStockResponse> {
      const list = ['ListLowStock', String(atMost)];
      const after = pageTokens.read(list, pageToken) as Position | undefined;
      const limit = clampPageSize(pageSize, { default: 50, max: 200 });
      const { items, end } = await finder.listLowStock({ atMost, after, limit });
      return { books: items.map(toBookMessage), nextPageToken: end ? pageTokens.make(list, end) : '' };
    },

    async searchBooks(request: SearchBooksRequest, context: HandlerContext): Promise<SearchBooksResponse> {
      const filter = readFilter(request.filter, context);
      const list = ['SearchBooks', request.query, filter];
      const cursor = pageTokens.read(list, request.pageToken) as SearchCursor | undefined;
      const { items, end, corrected, facets } = await finder.search({
        query: request.query,
        filter,
        after: cursor?.after,
        corrected: cursor?.corrected,
        limit: clampPageSize(request.pageSize, { default: 20, max: 100 }),
        withFacets: request.includeFacets,
      });
      return {
        books: items.map(toBookMessage),
        nextPageToken: end ? pageTokens.make(list, { after: end, corrected } satisfies SearchCursor) : '',
        facets: facets.map(toFacetMessage),
        correctedQuery: corrected ?? '',
      };
    },

    async suggestBooks({ prefix, limit }: SuggestBooksRequest): Promise<SuggestBooksResponse> {
      const suggestions = await finder.suggest(prefix, clampPageSize(limit, { default: 8, max: 20 }));
      return {
        suggestions: suggestions.map(({ bookId, title, authors }) => ({ bookId, title, authors: [...authors] })),
      };
    },
  };
}

interface SearchCursor {
  readonly after: Position;
  /** How the first page understood the query. */
  readonly corrected: string | undefined;
}

function readFilter(filter: BookFilterMessage | undefined, { principal }: HandlerContext): BookFilter {
  return {
    author: tidy(filter?.author),
    subject: tidy(filter?.subject),
    language: readLanguage(filter?.language ?? '', 'filter.language'),
    minPrice: filter?.minPrice,
    maxPrice: filter?.maxPrice,
    inStock: filter?.inStock ?? false,
    includeRetired: (filter?.includeRetired ?? false) && isStaff(principal),
  };
}

function tidy(text = ''): string {
  return text.normalize('NFC').trim();
}

const ORDERS = [
  'TITLE',
  'PRICE_ASCENDING',
  'PRICE_DESCENDING',
  'PUBLISHED_DESCENDING',
  'ADDED_DESCENDING',
] as const satisfies readonly BookOrder[];

function readOrder(order: OrderMessage | undefined): BookOrder {
  return ORDERS.find((candidate) => OrderMessage[candidate] === order) ?? 'TITLE';
}
