import type { Money } from '@bookstore/values';
import type { OrderLine } from './order-lines.ts';
import type { OrderStep, Shipment } from './order.ts';

/** What was bought, as far as a mail says it. */
export type BoughtLine = Pick<OrderLine, 'title' | 'quantity' | 'unitPrice'>;

export type BuyerEvent =
  | { readonly kind: 'CONFIRMED'; readonly lines: readonly BoughtLine[]; readonly total: Money }
  | { readonly kind: 'SHIPPED'; readonly shipment: Pick<Shipment, 'carrier' | 'trackingNumber'> }
  /** What goes back for it, if anything does. */
  | { readonly kind: 'CANCELLED'; readonly refund: Money | undefined }
  | { readonly kind: 'REFUNDED'; readonly amount: Money }
  | { readonly kind: 'REFUND_FAILED'; readonly amount: Money };

/** What a buyer has to be told of an order, by mail. */
export interface BuyerNotice {
  /** Made with the notice; it is what a repeat is known by. */
  readonly noticeId: string;
  readonly userId: string;
  readonly orderId: string;
  readonly event: BuyerEvent;
}

/** Whoever knows the buyers' addresses. */
export interface Buyers {
  /** Hands notices over; may be repeated, and once it resolves need not be. */
  notify(notices: readonly BuyerNotice[]): Promise<void>;
}

/** Notices that are due. A claim puts them off for a while, as it does with orders. */
export interface DueBuyerNotices {
  claim(limit: number): Promise<readonly BuyerNotice[]>;
  /** Takes note that these were handed over. */
  told(notices: readonly BuyerNotice[]): Promise<void>;
}

/**
 * What a buyer is told of a step, if anything. A cancellation says what goes back for it; of other money
 * that goes back, and of money that does not, is told once it is known.
 */
export function buyerEventOf({ before, after }: OrderStep): 'CONFIRMED' | 'SHIPPED' | 'CANCELLED' | undefined {
  if (after.status === before.status) return undefined;
  if (after.status === 'PAID') return 'CONFIRMED';
  return after.status === 'SHIPPED' || after.status === 'CANCELLED' ? after.status : undefined;
}
