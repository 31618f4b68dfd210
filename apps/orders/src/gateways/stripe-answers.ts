import type { DomainError, Money } from '@bookstore/values';
import Stripe from 'stripe';
import { type Payment, type RefundAnswer, UNKNOWN_PAYMENT_METHOD } from '../domain/payment.ts';
import { paymentsUnavailable, totalOutOfRange } from '../domain/refusals.ts';
import { moneyOf } from './stripe-amounts.ts';

/** Stripe's word for a decline that it gives no word for. */
const NO_WORD = 'generic_decline';

/** Where a payment stands: https://docs.stripe.com/payments/paymentintents/lifecycle */
export function paymentOf(intent: Stripe.PaymentIntent): Payment {
  switch (intent.status) {
    case 'succeeded':
      return { kind: 'SUCCEEDED', captured: moneyOf(intent.amount_received, intent.currency) };
    case 'canceled':
      return { kind: 'CANCELLED' };
    case 'requires_action': {
      const url = intent.next_action?.redirect_to_url?.url;
      return url ? { kind: 'REDIRECT', url } : { kind: 'UNDECIDED' };
    }
    case 'requires_payment_method': {
      const error = intent.last_payment_error;
      return error ? declined(error.decline_code, error.code) : { kind: 'UNSTARTED' };
    }
    case 'requires_confirmation':
      return { kind: 'UNSTARTED' };
    default:
      return { kind: 'UNDECIDED' };
  }
}

/** The decline that an error says; undefined if it says none. https://docs.stripe.com/api/errors */
export function declineOf(error: unknown): Payment | undefined {
  if (error instanceof Stripe.errors.StripeCardError) return declined(error.decline_code, error.code);
  const ofMethod = error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'payment_method';
  if (!ofMethod) return undefined;
  return declined(error.code === 'resource_missing' ? UNKNOWN_PAYMENT_METHOD : error.code);
}

/** Where the payment stands that an error speaks of, for example one that cannot be cancelled any more. */
export function paymentInError(error: unknown): Payment | undefined {
  const intent = error instanceof Stripe.errors.StripeInvalidRequestError ? error.payment_intent : undefined;
  return intent && paymentOf(intent);
}

/** Whether Stripe says for certain that it does not have what the address names. */
export function isUnknown(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return false;
  return error.statusCode === 404 && error.code === 'resource_missing';
}

/** Why no payment could be prepared. */
export function refusalOfPayment(error: unknown, amount: Money): DomainError {
  const code = error instanceof Stripe.errors.StripeInvalidRequestError ? error.code : undefined;
  const ofAmount = code === 'amount_too_small' || code === 'amount_too_large';
  return ofAmount ? totalOutOfRange(amount.minorUnits) : paymentsUnavailable();
}

/** Whether Stripe says for certain that it does not do what it was asked for. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError;
}

/** A pending refund is on its way. */
export function refundAnswerOf({ status }: Stripe.Refund): RefundAnswer {
  return status === 'failed' || status === 'canceled' ? 'FAILED' : 'DONE';
}

function declined(...words: readonly (string | null | undefined)[]): Payment {
  return { kind: 'DECLINED', declineCode: words.find((word) => word) ?? NO_WORD };
}
