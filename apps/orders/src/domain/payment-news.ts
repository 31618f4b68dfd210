import type { RefundAnswer } from './payment.ts';

/**
 * What the payment company says by itself. It may come late, several times and in any order, so it
 * is only a hint where to look: of a payment it says nothing but which; of a refund, how far it is.
 */
export type PaymentNews =
  | { readonly kind: 'PAYMENT'; readonly orderId: string; readonly paymentIntentId: string }
  | { readonly kind: 'REFUND'; readonly refundId: string; readonly answer: RefundAnswer };
