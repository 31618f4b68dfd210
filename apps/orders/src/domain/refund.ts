import type { Money } from '@bookstore/values';

export type RefundStatus = 'PENDING' | 'DONE' | 'FAILED';

/** Money that is to go back; the payment company is told under the refund's id. */
export interface NewRefund {
  readonly refundId: string;
  readonly amount: Money;
  readonly reason: string;
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
