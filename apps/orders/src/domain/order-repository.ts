import type { StockNotice } from './inventory.ts';
import type { OrderLine } from './order-lines.ts';
import type { NextAction, Order, OrderStep, PostalAddress } from './order.ts';
import type { RefundAnswer } from './payment.ts';
import type { RefundNotice } from './refund.ts';

/** An order that is to be written: awaiting its payment, with the prices of its hold. */
export interface NewOrder {
  readonly orderId: string;
  readonly userId: string;
  readonly requestId: string;
  readonly contentHash: string;
  readonly lines: readonly OrderLine[];
  readonly shippingAddress: PostalAddress;
  readonly paymentIntentId: string;
  readonly nextAction: NextAction | undefined;
}

/** The database's clock: the only one that decides. */
export interface Clock {
  now(): Promise<Date>;
}

export interface Standing {
  /** False once the account was erased. */
  readonly mayOrder: boolean;
  readonly order: Order | undefined;
}

/** Orders, one at a time. */
export interface OrderRepository {
  /** What placing has to know first: whether the user may order, and what stands under the id. */
  standing(orderId: string, userId: string): Promise<Standing>;
  find(orderId: string): Promise<Order | undefined>;
  /**
   * Writes an order unless its id or its request is taken, and gives what stands there then; undefined
   * if the account was erased.
   */
  insert(order: NewOrder): Promise<Order | undefined>;
  /** Writes a step in one transaction; undefined if the order is no longer as it was before the step. */
  apply(step: OrderStep): Promise<Order | undefined>;
}

/**
 * Rows that are due. A claim puts a row off for a while instead of locking it, so that no lock is
 * held while somebody else is asked; a row whose claimant died is due again after that while.
 */
export interface DueOrders {
  claimPaymentChecks(limit: number): Promise<readonly DuePayment[]>;
  claimStockNotices(limit: number): Promise<readonly StockNotice[]>;
  /** Takes note that inventory was told; a notice that is no longer the newest changes nothing. */
  stockTold(notices: readonly StockNotice[]): Promise<void>;
  claimRefunds(limit: number): Promise<readonly RefundNotice[]>;
  /**
   * Takes note of how far a refund is, which only grows: from PENDING over DONE to FAILED. What
   * failed no longer counts as given back. A refund that is not known changes nothing.
   */
  refundAnswered(refundId: string, answer: RefundAnswer): Promise<void>;
  /**
   * Makes what is known of these orders due for telling. An id that is not known is closed for
   * ever first, so that a placing that is still on its way finds it closed.
   */
  decideHolds(orderIds: readonly string[]): Promise<void>;
}

export interface DuePayment {
  readonly order: Order;
  /** Whether its time to be paid is over. */
  readonly overdue: boolean;
}
