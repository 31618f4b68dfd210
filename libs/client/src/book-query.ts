import type { BookFilter as WireFilter } from '@bookstore/contracts/inventory/v1/book';
import type { BookOrder as WireBookOrder } from '@bookstore/contracts/inventory/v1/inventory_service';
import type { Money } from '@bookstore/values';
import type { Book, Facet } from './models/book.ts';
import type { EnumInput } from './models/enum-names.ts';
import type { ListOptions, Page } from './paged-list.ts';

/** The orders that a list of books can have. */
export type BookOrder = EnumInput<typeof WireBookOrder>;

/** Which books; all that are sold by default. */
export interface BookFilter {
  /** One of the authors, whole, in any case and with or without accents. */
  readonly author?: string | undefined;
  /** One of the subjects, likewise. */
  readonly subject?: string | undefined;
  /** BCP 47 tag; `en` also finds `en-US`. */
  readonly language?: string | undefined;
  /** Lowest price; finds books in its currency only. */
  readonly minPrice?: Money | undefined;
  /** Highest price; finds books in its currency only. */
  readonly maxPrice?: Money | undefined;
  /** Only books of which a copy can be ordered. */
  readonly inStock?: boolean | undefined;
  /** Retired books too; for staff, and without effect for others. */
  readonly includeRetired?: boolean | undefined;
}

/** What a search can be narrowed to. */
export interface BookSearchQuery extends BookFilter, ListOptions {
  /** Whether to count authors, subjects and languages over the whole result. */
  readonly includeFacets?: boolean | undefined;
}

/** What a list can be narrowed to, and its order. */
export interface BookListQuery extends BookSearchQuery {
  /** By title by default. */
  readonly orderBy?: BookOrder | undefined;
}

/** One page of books. */
export interface BookPage extends Page<Book> {
  /** Empty unless asked for. */
  readonly facets: readonly Facet[];
}

/** One page of books that were found. */
export interface SearchPage extends BookPage {
  /** The words as they were understood, where their spelling was mended. */
  readonly correctedQuery: string | undefined;
}

export function filterToWire(filter: BookFilter): WireFilter {
  return {
    author: filter.author ?? '',
    subject: filter.subject ?? '',
    language: filter.language ?? '',
    minPrice: filter.minPrice,
    maxPrice: filter.maxPrice,
    inStock: filter.inStock ?? false,
    includeRetired: filter.includeRetired ?? false,
  };
}
