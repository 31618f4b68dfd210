import type { HistoryEvent } from '../history-event.ts';

/** All that a history is judged by: what clients saw, and how databases and payment company stand after the calm. */
export interface Evidence {
  readonly events: readonly HistoryEvent[];
  readonly orders: readonly OrderRow[];
  readonly refunds: readonly RefundRow[];
  readonly reservations: readonly ReservationRow[];
  readonly stock: readonly StockRow[];
  /** Of each book in the order of its versions. */
  readonly movements: readonly MovementRow[];
  readonly payments: readonly PaymentRow[];
  readonly companyRefunds: readonly CompanyRefundRow[];
}

/** Amounts are minor units everywhere. */
export interface OrderRow {
  readonly orderId: string;
  /** Of no user and no request: a tombstone. */
  readonly userId: string | null;
  readonly requestId: string | null;
  readonly status: string;
  readonly version: number;
  readonly total: number;
  readonly captured: number;
  readonly refunded: number;
  readonly paymentIntentId: string | null;
  readonly stockOutcome: string;
  /** Whether inventory is still to be told. */
  readonly isStockDue: boolean;
  readonly lines: readonly { readonly bookId: string; readonly quantity: number; readonly unitPrice: number }[];
}

export interface RefundRow {
  readonly refundId: string;
  readonly orderId: string;
  readonly amount: number;
  readonly status: string;
}

export interface ReservationRow {
  readonly orderId: string;
  readonly state: string;
  readonly lines: readonly { readonly bookId: string; readonly quantity: number }[];
}

export interface StockRow {
  readonly bookId: string;
  readonly onHand: number;
  readonly reserved: number;
}

export interface MovementRow {
  readonly bookId: string;
  readonly quantity: number;
  readonly onHandAfter: number;
  readonly reason: string;
  /** The request id of an adjustment stands in its note. */
  readonly note: string;
  readonly orderId: string | null;
}

/** A payment intent, as the payment company shows it. */
export interface PaymentRow {
  readonly intentId: string;
  /** Of its metadata. */
  readonly orderId: string | undefined;
  readonly received: number;
  /** Whether its last try was refused. */
  readonly declined: boolean;
}

export interface CompanyRefundRow {
  readonly intentId: string;
  /** Of its metadata. */
  readonly refundId: string | undefined;
  readonly amount: number;
  /** Of a refund that failed the money came back. */
  readonly failed: boolean;
}
