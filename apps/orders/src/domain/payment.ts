import type { Money } from '@bookstore/values';
import type { RefundNotice } from './refund.ts';

/** What is known of a payment. `UNDECIDED` is on its way or not known: nothing may be concluded from it. */
export type Payment =
  | { readonly kind: 'UNSTARTED' }
  | { readonly kind: 'UNDECIDED' }
  | { readonly kind: 'REDIRECT'; readonly url: string }
  | { readonly kind: 'SUCCEEDED'; readonly captured: Money }
  | { readonly kind: 'DECLINED'; readonly declineCode: string }
  | { readonly kind: 'CANCELLED' };

/** The decline code of a payment method that the payment company does not know; our own word. */
export const UNKNOWN_PAYMENT_METHOD = 'payment_method_unknown';

/** What the payment company says of a refund; one that is on its way is done, until it is said to have failed. */
export type RefundAnswer = 'DONE' | 'FAILED';

export interface PreparedPayment {
  readonly orderId: string;
  readonly paymentIntentId: string;
}

/** The payment company. Whatever is repeated here under the same ids happens once. */
export interface PaymentGateway {
  /**
   * Prepares a payment, with which no money can move yet, and gives its id.
   * @throws {DomainError} UNAVAILABLE when it cannot be said that it is there; INVALID_ARGUMENT
   *   `TOTAL_OUT_OF_RANGE` when the amount is not taken.
   */
  create(payment: { readonly orderId: string; readonly amount: Money }): Promise<string>;
  /** Takes the money. */
  confirm(payment: PreparedPayment & { readonly paymentMethod: string }): Promise<Payment>;
  /** Looks a payment up. */
  find(payment: PreparedPayment): Promise<Payment>;
  /**
   * Makes sure that no money can move any more, and says whether it has moved before. None can of
   * a payment that the payment company does not know; that one is cancelled.
   */
  cancel(payment: PreparedPayment): Promise<Payment>;
  /** Gives money back; `UNDECIDED`: tell it again. */
  refund(refund: RefundNotice): Promise<RefundAnswer | 'UNDECIDED'>;
}
