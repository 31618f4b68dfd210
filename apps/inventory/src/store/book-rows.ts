import type { Book, BookStatus } from '../domain/book.ts';
import { Prisma } from './gen/client.ts';

/** A book with its stock, as `BOOK_COLUMNS` selects it. */
export interface BookRow {
  readonly id: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly isbn: string | null;
  readonly publisher: string;
  readonly publishedYear: number | null;
  readonly language: string;
  readonly subjects: readonly string[];
  readonly description: string;
  readonly priceMinorUnits: bigint;
  readonly currencyCode: string;
  readonly source: string | null;
  readonly sourceKey: string | null;
  readonly status: string;
  readonly version: bigint;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly onHand: bigint;
  readonly reserved: bigint;
}

/** What a book is read by, from `books AS b` and `stock_levels AS s`. */
export const BOOK_COLUMNS = Prisma.sql`
  b.id, b.title, b.authors, b.isbn, b.publisher, b.published_year AS "publishedYear", b.language, b.subjects,
  b.description, b.price_minor_units AS "priceMinorUnits", b.currency_code AS "currencyCode", b.source,
  b.source_key AS "sourceKey", b.status, b.version, b.created_at AS "createdAt", b.updated_at AS "updatedAt",
  s.on_hand AS "onHand", s.reserved`;

export function toBook(row: BookRow): Book {
  return {
    bookId: row.id,
    content: {
      title: row.title,
      authors: row.authors,
      isbn: row.isbn ?? undefined,
      publisher: row.publisher,
      publishedYear: row.publishedYear ?? undefined,
      language: row.language,
      subjects: row.subjects,
      description: row.description,
      price: { currencyCode: row.currencyCode, minorUnits: row.priceMinorUnits },
      source: row.source ?? undefined,
      sourceKey: row.sourceKey ?? undefined,
    },
    status: row.status as BookStatus,
    version: row.version,
    stock: { onHand: row.onHand, reserved: row.reserved },
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
