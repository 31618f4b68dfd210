import type { Money } from '@bookstore/values';
import type { OrderStatus } from './order-status.ts';
import type { Order, StatusChange } from './order.ts';
import type { Refund } from './refund.ts';

/** Where a page of orders, newest first, goes on. */
export interface OrderCursor {
  readonly createTime: Date;
  readonly orderId: string;
}

export interface OrderFilter {
  readonly userId?: string | undefined;
  readonly status?: OrderStatus | undefined;
  readonly placedAfter?: Date | undefined;
  readonly placedBefore?: Date | undefined;
}

export interface OrderPage {
  readonly orders: readonly Order[];
  /** Undefined on the last page. */
  readonly next: OrderCursor | undefined;
}

export interface DailySales {
  /** In UTC, as `2026-11-22`. */
  readonly day: string;
  readonly orders: bigint;
  readonly copies: bigint;
  readonly revenue: Money;
}

export interface TitleSales {
  readonly bookId: string;
  readonly title: string;
  readonly copies: bigint;
}

export interface SalesReport {
  readonly days: readonly DailySales[];
  readonly titles: readonly TitleSales[];
}

/** An order and all that has become of it, as of one moment. */
export interface OrderRecord {
  readonly order: Order;
  /** In their order. */
  readonly changes: readonly StatusChange[];
  /** The oldest first. */
  readonly refunds: readonly Refund[];
}

/** Orders for reading. */
export interface OrderReader {
  find(orderId: string): Promise<OrderRecord | undefined>;
  page(filter: OrderFilter, size: number, after: OrderCursor | undefined): Promise<OrderPage>;
  salesReport(span: { readonly start: Date; readonly end: Date }, top: number): Promise<SalesReport>;
}
