export {
  Account,
  type AccountChanges,
  type AccountUpdateOptions,
  type Credentials,
  type Registration,
} from './account.ts';
export type { BookImportOptions, ImportProgress, ImportResult, ImportRow, RefusedRow } from './book-import.ts';
export type { BookFilter, BookListQuery, BookOrder, BookPage, BookSearchQuery, SearchPage } from './book-query.ts';
export { type BookChanges, Books, type BookSuggestion, type StockAdjustment } from './books.ts';
export { Bookstore, type BookstoreOptions } from './bookstore.ts';
export type { CallOptions, WriteOptions } from './calls/call-options.ts';
export type { BookstoreAddress } from './connection.ts';
export * from './errors/index.ts';
export type { BookstoreHooks, CallEnd, CallOutcome, CallRetry, ObservedCall } from './hooks.ts';
export type {
  Availability,
  Book,
  BookInput,
  BookStatus,
  Facet,
  Stock,
  StockAdjustmentReason,
  StockMovement,
  StockMovementReason,
  WatchedAvailability,
} from './models/book.ts';
export type {
  NextAction,
  Order,
  OrderActor,
  OrderLine,
  OrderProgress,
  OrderStatus,
  OrderStatusChange,
  OrderStatusInput,
  Refund,
  RefundStatus,
  SalesReport,
  Shipment,
} from './models/order.ts';
export type { PostalAddress } from './models/postal-address.ts';
export type { Session, User, UserRole, UserRoleInput } from './models/user.ts';
export { newRequestId } from './request-id.ts';
export { type NewOrder, type OrderChangeOptions, type OrderQuery, Orders } from './orders.ts';
export { type ListOptions, type Page, PagedList } from './paged-list.ts';
export { FileTokenStore } from './session/file-token-store.ts';
export { MemoryTokenStore, type StoredSession, type TokenStore } from './session/token-store.ts';
export type { WatchOptions } from './watch/go-on.ts';
export { type UserQuery, Users } from './users.ts';
export {
  addMoney,
  compareMoney,
  currencyDigits,
  DomainError,
  type FieldViolation,
  formatIsbn,
  formatMoney,
  isCurrencyCode,
  type Money,
  multiplyMoney,
  parseIsbn,
  parseMoney,
} from '@bookstore/values';
