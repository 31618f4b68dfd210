import { type PendingEvent } from '../books.ts';
import { type PaymentIntent } from '../domain/payment-intent.ts';
import { refundStatus, type Refund } from '../domain/refund.ts';
import { type Refusal } from '../domain/refusal.ts';

/** A payment intent as Stripe shows it. */
export function renderIntent(intent: PaymentIntent, publicUrl: string) {
  return {
    id: intent.id,
    object: 'payment_intent' as const,
    allowed_payment_method_types: intent.automaticPaymentMethods === null ? intent.paymentMethodTypes : null,
    amount: intent.amount,
    amount_capturable: 0,
    amount_received: intent.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: renderAutomatic(intent),
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.cancellationReason,
    capture_method: intent.captureMethod,
    client_secret: intent.clientSecret,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: null,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: renderLastError(intent),
    latest_charge: intent.latestCharge,
    livemode: false,
    managed_payments: null,
    metadata: intent.metadata,
    next_action: renderNextAction(intent, publicUrl),
    on_behalf_of: null,
    payment_method: intent.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: intent.paymentMethodTypes,
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: intent.status,
    transfer_data: null,
    transfer_group: null,
  };
}

/** A refund as Stripe shows it at a time, in milliseconds. */
export function renderRefund(refund: Refund, nowMs: number) {
  const status = refundStatus(refund, nowMs);
  return {
    id: refund.id,
    object: 'refund' as const,
    amount: refund.amount,
    balance_transaction: null,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    customer: null,
    customer_account: null,
    ...(status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
    metadata: refund.metadata,
    payment_intent: refund.intent,
    payment_method: null,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}

/** The version of Stripe's API whose shapes stand here. */
const API_VERSION = '2026-10-28.endive';

/** An event as Stripe tells it: with the thing as it was at that moment. */
export function renderEvent({ id, type, at, intent, refund }: PendingEvent, publicUrl: string) {
  return {
    id,
    object: 'event' as const,
    api_version: API_VERSION,
    created: Math.floor(at / 1000),
    data: { object: (refund && renderRefund(refund, at)) ?? (intent && renderIntent(intent, publicUrl)) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}

/** One page of a list. */
export function renderList(url: string, data: readonly unknown[], hasMore: boolean) {
  return { object: 'list' as const, data, has_more: hasMore, url };
}

/** An error as Stripe shows it. */
export function renderRefusal({ type, message, details }: Refusal, publicUrl: string) {
  return {
    error: {
      type,
      message,
      code: details.code,
      decline_code: details.declineCode,
      param: details.param,
      charge: details.charge,
      payment_intent: details.intent && renderIntent(details.intent, publicUrl),
      doc_url: details.code && `https://docs.stripe.com/error-codes#${details.code.replaceAll('_', '-')}`,
    },
  };
}

function renderAutomatic({ automaticPaymentMethods }: PaymentIntent) {
  if (automaticPaymentMethods === null) return null;
  return { enabled: true, allow_redirects: automaticPaymentMethods.allowRedirects };
}

function renderLastError({ lastPaymentError: error }: PaymentIntent) {
  if (error === null) return null;
  return {
    type: error.charge === null ? 'invalid_request_error' : 'card_error',
    code: error.code,
    decline_code: error.declineCode,
    message: error.message,
    charge: error.charge ?? undefined,
    doc_url: `https://docs.stripe.com/error-codes#${error.code.replaceAll('_', '-')}`,
  };
}

/** Without an address to come back to, Stripe leaves the 3-D Secure page to Stripe.js. */
function renderNextAction({ id, authentication }: PaymentIntent, publicUrl: string) {
  if (authentication === null) return null;
  const url = `${publicUrl}/authenticate/${id}/${authentication.id}`;
  if (authentication.returnUrl !== null) {
    return { type: 'redirect_to_url', redirect_to_url: { return_url: authentication.returnUrl, url } };
  }
  return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } };
}
