import * as wire from '@bookstore/contracts/inventory/v1/book';
import type { Availability as WireAvailability } from '@bookstore/contracts/inventory/v1/inventory_service';
import type { Money } from '@bookstore/values';
import { type EnumInput, type EnumName, enumName } from './enum-names.ts';
import { orUndefined, present } from './presence.ts';

/** Whether a book is sold. */
export type BookStatus = EnumName<typeof wire.BookStatus>;

/** Why stock on hand changed. */
export type StockMovementReason = EnumName<typeof wire.StockMovementReason>;

/** The reasons that people give; `INITIAL` and `SOLD` are the shop's own. */
export type StockAdjustmentReason = Exclude<EnumInput<typeof wire.StockMovementReason>, 'INITIAL' | 'SOLD'>;

/** Copies of one book. */
export interface Stock {
  /** Copies in the house. */
  readonly onHand: number;
  /** Copies of those that orders hold. */
  readonly reserved: number;
  /** Copies that can be ordered. */
  readonly available: number;
}

/** A title that the shop sells or sold. */
export interface Book {
  /** UUID. */
  readonly bookId: string;
  /** As on the title page. */
  readonly title: string;
  /** In the order of the title page. */
  readonly authors: readonly string[];
  /** ISBN-13 of 13 digits; undefined where a book has none. */
  readonly isbn: string | undefined;
  /** Who published it. */
  readonly publisher: string | undefined;
  /** Year of first publication; negative before the common era. */
  readonly publishedYear: number | undefined;
  /** BCP 47 tag. */
  readonly language: string | undefined;
  /** What it is about, in the shop’s own words. */
  readonly subjects: readonly string[];
  /** What the shop says of it; may be empty. */
  readonly description: string;
  /** Price of one copy. */
  readonly price: Money;
  /** How many copies there are. */
  readonly stock: Stock;
  /** `ACTIVE` or `RETIRED`, which is no longer sold. */
  readonly status: BookStatus;
  /** Whose list the book came from; undefined if it was added by hand. */
  readonly source: string | undefined;
  /** Its key in that list. */
  readonly sourceKey: string | undefined;
  /** Hand it back to change only what you read. */
  readonly etag: string;
  /** When it came into the catalogue. */
  readonly createTime: Date;
  /** When its entry last changed. */
  readonly updateTime: Date;
}

/** What a catalogue entry says, as its editor writes it. */
export interface BookInput {
  /** 1 to 500 characters. */
  readonly title: string;
  /** In the order of the title page. */
  readonly authors?: readonly string[];
  /** ISBN-10 or ISBN-13, with or without hyphens. */
  readonly isbn?: string;
  /** Who published it. */
  readonly publisher?: string;
  /** Year of first publication; negative before the common era. */
  readonly publishedYear?: number | undefined;
  /** BCP 47 tag. */
  readonly language?: string;
  /** What it is about. */
  readonly subjects?: readonly string[];
  /** What the shop says of it. */
  readonly description?: string;
  /** Price of one copy. */
  readonly price: Money;
  /** Whose list the book comes from; together with `sourceKey` or not at all. */
  readonly source?: string;
  /** Its key in that list. */
  readonly sourceKey?: string;
}

/** Whether copies of a book can be ordered now. */
export interface Availability {
  /** Which book. */
  readonly bookId: string;
  /** Copies asked for. */
  readonly requested: number;
  /** Copies that can be ordered; 0 for a retired book. */
  readonly available: number;
  /** Whether all that were asked for can be. */
  readonly sufficient: boolean;
  /** Price of one copy now. */
  readonly price: Money;
}

/** How many copies of a book can be ordered, as one who watches it is told. */
export interface WatchedAvailability {
  /** Which book. */
  readonly bookId: string;
  /** 0 for a retired book. */
  readonly available: number;
  /** Grows with every change of the book's stock. */
  readonly version: number;
}

/** One change of a book's stock on hand. */
export interface StockMovement {
  /** UUID. */
  readonly stockMovementId: string;
  /** Whose copies. */
  readonly bookId: string;
  /** Copies that came (positive) or went (negative). */
  readonly quantity: number;
  /** Copies in the house after it. */
  readonly onHandAfter: number;
  /** Why they came or went. */
  readonly reason: StockMovementReason;
  /** What was noted with it; may be empty. */
  readonly note: string;
  /** The order that it was for. */
  readonly orderId: string | undefined;
  /** The member of staff; undefined if it was the shop by itself. */
  readonly actorId: string | undefined;
  /** When it happened. */
  readonly createTime: Date;
}

/** How often each value of a property stands in a result, most frequent first. */
export interface Facet {
  /** `author`, `subject` or `language`. */
  readonly field: string;
  /** Its values, and how many books of the result have each. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

export function bookFromWire(book: wire.Book | undefined): Book {
  const from = present(book, 'book');
  return {
    bookId: from.bookId,
    title: from.title,
    authors: from.authors,
    isbn: orUndefined(from.isbn),
    publisher: orUndefined(from.publisher),
    publishedYear: from.publishedYear,
    language: orUndefined(from.language),
    subjects: from.subjects,
    description: from.description,
    price: present(from.price, 'price'),
    stock: stockFromWire(from.stock),
    status: enumName(wire.BookStatus, from.status),
    source: orUndefined(from.source),
    sourceKey: orUndefined(from.sourceKey),
    etag: from.etag,
    createTime: present(from.createTime, 'create_time'),
    updateTime: present(from.updateTime, 'update_time'),
  };
}

export function stockFromWire(stock: wire.Stock | undefined): Stock {
  const { onHand, reserved, available } = present(stock, 'stock');
  return { onHand: Number(onHand), reserved: Number(reserved), available: Number(available) };
}

export function bookToWire(book: Partial<BookInput>): wire.BookInput {
  return {
    title: book.title ?? '',
    authors: [...(book.authors ?? [])],
    isbn: book.isbn ?? '',
    publisher: book.publisher ?? '',
    publishedYear: book.publishedYear,
    language: book.language ?? '',
    subjects: [...(book.subjects ?? [])],
    description: book.description ?? '',
    price: book.price,
    source: book.source ?? '',
    sourceKey: book.sourceKey ?? '',
  };
}

export function availabilityFromWire(from: WireAvailability): Availability {
  return {
    bookId: from.bookId,
    requested: Number(from.requested),
    available: Number(from.available),
    sufficient: from.sufficient,
    price: present(from.price, 'price'),
  };
}

export function movementFromWire(movement: wire.StockMovement | undefined): StockMovement {
  const from = present(movement, 'movement');
  return {
    stockMovementId: from.stockMovementId,
    bookId: from.bookId,
    quantity: Number(from.quantity),
    onHandAfter: Number(from.onHandAfter),
    reason: enumName(wire.StockMovementReason, from.reason),
    note: from.note,
    orderId: orUndefined(from.orderId),
    actorId: orUndefined(from.actorId),
    createTime: present(from.createTime, 'create_time'),
  };
}

export function facetFromWire({ field, values }: wire.Facet): Facet {
  return { field, values: values.map(({ value, count }) => ({ value, count: Number(count) })) };
}
