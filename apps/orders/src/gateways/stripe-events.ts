import Stripe from 'stripe';
import type { PaymentNews } from '../domain/payment-news.ts';
import { refundAnswerOf } from './stripe-answers.ts';

/** Seconds after which a signature is too old, so that nobody sends again what they overheard. */
const MAX_AGE_SECONDS = 300;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads an event that says it comes from Stripe (https://docs.stripe.com/webhooks#verify-official-libraries);
 * undefined for one that says nothing to us, whatever Stripe comes to tell.
 * @throws {Error} for one that is not signed with the secret, or too long ago, or no event at all.
 */
export async function readStripeEvent(
  body: Uint8Array,
  signature: string,
  secret: string,
): Promise<PaymentNews | undefined> {
  return newsOf(await Stripe.webhooks.constructEventAsync(body, signature, secret, MAX_AGE_SECONDS));
}

function newsOf(event: Stripe.Event): PaymentNews | undefined {
  switch (event.type) {
    case 'payment_intent.requires_action':
    case 'payment_intent.payment_failed':
    case 'payment_intent.succeeded':
    case 'payment_intent.canceled':
      return newsOfPayment(event.data.object);
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return newsOfRefund(event.data.object);
    default:
      return undefined;
  }
}

/** What has no id of ours was made by somebody else, under the same account. */
function newsOfPayment({ id, metadata }: Stripe.PaymentIntent): PaymentNews | undefined {
  const orderId = metadata['order_id'] ?? '';
  return UUID.test(orderId) ? { kind: 'PAYMENT', orderId, paymentIntentId: id } : undefined;
}

function newsOfRefund(refund: Stripe.Refund): PaymentNews | undefined {
  const refundId = refund.metadata?.['refund_id'] ?? '';
  return UUID.test(refundId) ? { kind: 'REFUND', refundId, answer: refundAnswerOf(refund) } : undefined;
}
