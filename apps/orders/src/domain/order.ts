import type { Money } from '@bookstore/values';
import type { OrderLine } from './order-lines.ts';
import type { Actor, OrderStatus } from './order-status.ts';
import { etagMismatch } from './refusals.ts';
import type { NewRefund } from './refund.ts';

export interface PostalAddress {
  readonly recipient: string;
  readonly addressLines: readonly string[];
  readonly locality: string;
  readonly administrativeArea: string;
  readonly postalCode: string;
  readonly regionCode: string;
}

export interface Shipment {
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly shipTime: Date;
}

/** What a buyer has to do before the order is paid. */
export type NextAction = { readonly kind: 'REDIRECT'; readonly url: string } | { readonly kind: 'WAIT' };

/** What inventory must be told of an order's copies. `RETURN` is a sale, then all of it back. */
export type StockOutcome = 'NONE' | 'COMMIT' | 'RELEASE' | 'RETURN';

/**
 * An order as its row says. One without a request id is a tombstone: the id of a hold that never
 * became an order, closed for ever; it has no buyer, no lines, no payment, and nobody sees it.
 */
export interface Order {
  readonly orderId: string;
  /** Undefined once the account was erased. */
  readonly userId: string | undefined;
  readonly requestId: string | undefined;
  /** Of what was ordered; a repeat must match it. */
  readonly contentHash: string | undefined;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly captured: Money;
  /** Sum of the refunds that are on their way or done. */
  readonly refunded: Money;
  readonly shippingAddress: PostalAddress | undefined;
  readonly paymentIntentId: string;
  readonly nextAction: NextAction | undefined;
  readonly payBy: Date | undefined;
  readonly declineCode: string | undefined;
  readonly shipment: Shipment | undefined;
  readonly cancelReason: string | undefined;
  readonly stockOutcome: StockOutcome;
  /** Grows with every change. */
  readonly version: bigint;
  readonly createTime: Date;
  readonly updateTime: Date;
}

/** One change of an order, to be written if the order is still as it was before, or not at all. */
export interface OrderStep {
  readonly before: Order;
  readonly after: Order;
  readonly actor: Actor;
  /** Money that goes back with this change. */
  readonly refund?: NewRefund;
  /** The member of staff who made the change, for the audit log. */
  readonly staffUserId?: string | undefined;
}

export interface StatusChange {
  readonly status: OrderStatus;
  readonly actor: Actor;
  readonly version: bigint;
  readonly createTime: Date;
}

/** What a client hands back to change only what it has read. */
export function etagOf(order: Order): string {
  return `"${order.version}"`;
}

/** An empty etag fits every order. @throws {DomainError} ABORTED `ETAG_MISMATCH`. */
export function checkEtag(order: Order, etag: string): void {
  if (etag !== '' && etag !== etagOf(order)) throw etagMismatch();
}
