import {
  type Book as BookMessage,
  BookStatus as BookStatusMessage,
  type Facet as FacetMessage,
  type Stock,
  type StockMovement as StockMovementMessage,
  StockMovementReason as ReasonMessage,
} from '@bookstore/contracts/inventory/v1/book';
import type { Book } from '../domain/book.ts';
import { etagOf } from '../domain/book.ts';
import type { Facet } from '../domain/book-finder.ts';
import type { StockLevel, StockMovement, StockMovementReason } from '../domain/stock-ledger.ts';

export function toBookMessage(book: Book): BookMessage {
  const { content } = book;
  return {
    bookId: book.bookId,
    title: content.title,
    authors: [...content.authors],
    isbn: content.isbn ?? '',
    publisher: content.publisher,
    publishedYear: content.publishedYear,
    language: content.language,
    subjects: [...content.subjects],
    description: content.description,
    price: { ...content.price },
    stock: toStockMessage(book.stock),
    status: book.status === 'ACTIVE' ? BookStatusMessage.ACTIVE : BookStatusMessage.RETIRED,
    source: content.source ?? '',
    sourceKey: content.sourceKey ?? '',
    etag: etagOf(book),
    createTime: book.createdAt,
    updateTime: book.updatedAt,
  };
}

export function toStockMessage({ onHand, reserved }: Pick<StockLevel, 'onHand' | 'reserved'>): Stock {
  return { onHand, reserved, available: onHand - reserved };
}

export function toFacetMessage({ field, values }: Facet): FacetMessage {
  return { field, values: values.map(({ value, count }) => ({ value, count })) };
}

export function toMovementMessage(movement: StockMovement): StockMovementMessage {
  return {
    stockMovementId: movement.stockMovementId,
    bookId: movement.bookId,
    quantity: movement.quantity,
    onHandAfter: movement.onHandAfter,
    reason: ReasonMessage[movement.reason],
    note: movement.note,
    orderId: movement.orderId ?? '',
    actorId: movement.actorId ?? '',
    createTime: movement.createdAt,
  };
}

const REASONS = ['INITIAL', 'RECEIVED', 'SOLD', 'RETURNED', 'DAMAGED', 'LOST', 'COUNTED'] as const;

export function readReason(reason: ReasonMessage): StockMovementReason {
  const name = REASONS.find((candidate) => ReasonMessage[candidate] === reason);
  if (!name) throw new Error(`the contract allows no stock movement reason ${reason}`);
  return name;
}
