import { type Book, BookStatus } from '@bookstore/contracts/inventory/v1/book';
import type { Availability, AvailabilityQuery } from '@bookstore/contracts/inventory/v1/inventory_service';

/** As `pg` gives rows: bigint as text. */
export interface AvailabilityRow {
  readonly id: string;
  readonly priceMinorUnits: string;
  readonly currencyCode: string;
  readonly onHand: string;
  readonly reserved: string;
}

export interface BookRow extends AvailabilityRow {
  readonly title: string;
  readonly authors: string[];
  readonly isbn: string | null;
  readonly publisher: string;
  readonly publishedYear: number | null;
  readonly language: string;
  readonly subjects: string[];
  readonly description: string;
  readonly source: string | null;
  readonly sourceKey: string | null;
  readonly version: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function toBook(row: BookRow): Book {
  const { title, authors, publisher, language, subjects, description } = row;
  const [onHand, reserved] = [BigInt(row.onHand), BigInt(row.reserved)];
  return {
    ...{ title, authors, publisher, language, subjects, description },
    bookId: row.id,
    isbn: row.isbn ?? '',
    publishedYear: row.publishedYear ?? undefined,
    price: { currencyCode: row.currencyCode, minorUnits: BigInt(row.priceMinorUnits) },
    stock: { onHand, reserved, available: onHand - reserved },
    status: BookStatus.ACTIVE,
    source: row.source ?? '',
    sourceKey: row.sourceKey ?? '',
    etag: row.version,
    createTime: row.createdAt,
    updateTime: row.updatedAt,
  };
}

export function toAvailability(row: AvailabilityRow, { bookId, quantity }: AvailabilityQuery): Availability {
  const [requested, available] = [BigInt(quantity), BigInt(row.onHand) - BigInt(row.reserved)];
  const price = { currencyCode: row.currencyCode, minorUnits: BigInt(row.priceMinorUnits) };
  return { bookId, requested, available, sufficient: available >= requested, price };
}
