import type { Money } from '@bookstore/values';
import type { Book } from './book.ts';

/** Which books of the catalogue; what is undefined or empty does not matter. */
export interface BookFilter {
  readonly author: string;
  readonly subject: string;
  /** Canonical BCP 47 tag; `en` also finds `en-US`. */
  readonly language: string;
  readonly minPrice: Money | undefined;
  readonly maxPrice: Money | undefined;
  readonly inStock: boolean;
  readonly includeRetired: boolean;
}

export type BookOrder = 'TITLE' | 'PRICE_ASCENDING' | 'PRICE_DESCENDING' | 'PUBLISHED_DESCENDING' | 'ADDED_DESCENDING';

/** Where a page ended: what its order compares, as text, then the book's id. */
export type Position = readonly string[];

/** One page, and where it ended if there is more. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly end: Position | undefined;
}

export interface BookListQuery {
  readonly filter: BookFilter;
  readonly order: BookOrder;
  readonly after: Position | undefined;
  readonly limit: number;
}

/** Books that are sold, and of which at most so many copies can be ordered. */
export interface LowStockQuery {
  readonly atMost: bigint;
  readonly after: Position | undefined;
  readonly limit: number;
}

export interface BookSearchQuery {
  readonly query: string;
  readonly filter: BookFilter;
  readonly after: Position | undefined;
  /** How the first page understood the query, on later pages. */
  readonly corrected: string | undefined;
  readonly limit: number;
  readonly withFacets: boolean;
}

export interface FoundBooks extends Page<Book> {
  /** The query as it was understood, where spelling was mended. */
  readonly corrected: string | undefined;
  readonly facets: readonly Facet[];
}

/** The most frequent values of a property in a result, most frequent first. */
export interface Facet {
  readonly field: 'author' | 'subject' | 'language';
  readonly values: readonly { readonly value: string; readonly count: bigint }[];
}

export interface BookSuggestion {
  readonly bookId: string;
  readonly title: string;
  readonly authors: readonly string[];
}

/** How people find books. */
export interface BookFinder {
  list(query: BookListQuery): Promise<Page<Book>>;
  listLowStock(query: LowStockQuery): Promise<Page<Book>>;
  listFacets(filter: BookFilter): Promise<readonly Facet[]>;
  search(query: BookSearchQuery): Promise<FoundBooks>;
  suggest(prefix: string, limit: number): Promise<readonly BookSuggestion[]>;
}
