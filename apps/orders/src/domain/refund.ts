import type { Money } from '@bookstore/values';

export type RefundStatus = 'PENDING' | 'DONE' | 'FAILED';

/** Money that is to go back; the payment company is told under the refund's id. */
export interface NewRefund {
  readonly refundId: string;
  readonly amount: Money;
  readonly reason: string;
  /** Of what staff asked for, which a repeat must match; the shop's own refunds have none. */
  readonly contentHash?: string | undefined;
}

/** What staff want to give back. */
export interface RefundWish {
  /** Made from the member of staff and the request id. */
  readonly refundId: string;
  /** Undefined for all that is left. */
  readonly amount: Money | undefined;
  readonly reason: string;
  readonly contentHash: string;
}

export interface Refund extends NewRefund {
  readonly orderId: string;
  readonly status: RefundStatus;
  readonly createTime: Date;
}

/** A refund that the payment company has to be told of. */
export interface RefundNotice {
  readonly refundId: string;
  readonly orderId: string;
  readonly paymentIntentId: string;
  readonly amount: Money;
}

/** Refunds, one at a time. */
export interface RefundRepository {
  find(refundId: string): Promise<Refund | undefined>;
}
