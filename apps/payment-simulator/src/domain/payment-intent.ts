import { newId } from './ids.ts';
import { type Decline, findPaymentMethod, type PaymentMethod } from './payment-methods.ts';
import { invalidRequest, type Refusal } from './refusal.ts';

// A payment intent moves as Stripe's does (https://docs.stripe.com/payments/paymentintents/lifecycle),
// less the states that cards with automatic capture never reach:
//
//   requires_payment_method <-> requires_confirmation -> requires_action -> succeeded
//
// A decline and a refused authentication lead back to requires_payment_method; all but succeeded
// may be canceled. Money moves once, on the way into succeeded, and always the whole amount.

export type IntentStatus =
  'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'succeeded' | 'canceled';

/** One payment, from the wish to the money. */
export interface PaymentIntent {
  readonly id: string;
  readonly clientSecret: string;
  /** Unix time in seconds. */
  readonly created: number;
  /** In minor units of the currency. */
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly description: string | null;
  readonly automaticPaymentMethods: { readonly allowRedirects: 'always' | 'never' } | null;
  readonly paymentMethodTypes: readonly string[];
  readonly captureMethod: 'automatic' | 'automatic_async';
  readonly status: IntentStatus;
  readonly paymentMethod: string | null;
  /** The last try, failed or not. */
  readonly latestCharge: string | null;
  readonly amountReceived: number;
  readonly lastPaymentError: (Decline & { readonly charge: string | null }) | null;
  /** The 3-D Secure authentication that is awaited. */
  readonly authentication: { readonly id: string; readonly returnUrl: string | null } | null;
  readonly canceledAt: number | null;
  readonly cancellationReason: string | null;
}

/** What a new payment intent is made from. */
export type NewPaymentIntent = Pick<
  PaymentIntent,
  | 'amount'
  | 'currency'
  | 'metadata'
  | 'description'
  | 'automaticPaymentMethods'
  | 'paymentMethodTypes'
  | 'captureMethod'
> & { readonly paymentMethod: string | undefined };

/** Opens a payment intent; no money moves. */
export function openIntent(wish: NewPaymentIntent, now: number): PaymentIntent {
  if (wish.paymentMethod !== undefined) knownPaymentMethod(wish.paymentMethod);
  const id = newId('pi');
  return {
    ...wish,
    id,
    clientSecret: `${id}_secret_${newId('seti').slice(5)}`,
    created: now,
    status: wish.paymentMethod === undefined ? 'requires_payment_method' : 'requires_confirmation',
    paymentMethod: wish.paymentMethod ?? null,
    latestCharge: null,
    amountReceived: 0,
    lastPaymentError: null,
    authentication: null,
    canceledAt: null,
    cancellationReason: null,
  };
}

/** How somebody wants to pay. */
export interface Confirmation {
  readonly paymentMethod: string | undefined;
  readonly returnUrl: string | undefined;
}

/**
 * Takes the payment: it succeeds, asks for authentication, or is declined, which shows as
 * `lastPaymentError`.
 * @throws {Refusal} when the intent is closed, or the payment method missing or unknown.
 */
export function confirmIntent(intent: PaymentIntent, how: Confirmation): PaymentIntent {
  if (intent.status === 'succeeded') {
    throw unexpectedState(
      intent,
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
    );
  }
  if (intent.status === 'canceled') throw wrongStatus(intent, 'confirm', CONFIRMABLE);
  const method = chosenPaymentMethod(intent, how);
  mayLeaveThePage(intent, how);
  const confirmed = { ...intent, paymentMethod: how.paymentMethod ?? intent.paymentMethod, lastPaymentError: null };
  if (method.authenticates !== true) return charge(confirmed, method);
  return {
    ...confirmed,
    status: 'requires_action',
    authentication: { id: newId('acs'), returnUrl: how.returnUrl ?? null },
  };
}

/** Goes on after the buyer confirmed or refused the authentication. */
export function authenticateIntent(intent: PaymentIntent, passed: boolean): PaymentIntent {
  if (intent.status !== 'requires_action' || intent.paymentMethod === null) {
    throw wrongStatus(intent, 'authenticate', ['requires_action']);
  }
  const method = knownPaymentMethod(intent.paymentMethod);
  return passed ? charge(intent, method) : failed(intent, AUTHENTICATION_FAILED, null);
}

/** Calls the payment off. */
export function cancelIntent(intent: PaymentIntent, reason: string | null, now: number): PaymentIntent {
  if (intent.status === 'succeeded' || intent.status === 'canceled') {
    throw wrongStatus(intent, 'cancel', CANCELABLE);
  }
  return { ...intent, status: 'canceled', authentication: null, canceledAt: now, cancellationReason: reason };
}

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
const CANCELABLE = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
  'processing',
];

const AUTHENTICATION_FAILED: Decline = {
  code: 'payment_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod ' +
    'to attempt to fulfill this PaymentIntent again.',
};

function charge(intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const latestCharge = newId('ch');
  if (method.decline !== undefined) return failed({ ...intent, latestCharge }, method.decline, latestCharge);
  return { ...intent, status: 'succeeded', authentication: null, latestCharge, amountReceived: intent.amount };
}

function failed(intent: PaymentIntent, decline: Decline, charge: string | null): PaymentIntent {
  return {
    ...intent,
    status: 'requires_payment_method',
    paymentMethod: null,
    authentication: null,
    lastPaymentError: { ...decline, charge },
  };
}

function chosenPaymentMethod(intent: PaymentIntent, how: Confirmation): PaymentMethod {
  const name = how.paymentMethod ?? intent.paymentMethod;
  if (name !== null) return knownPaymentMethod(name);
  throw unexpectedState(
    intent,
    "You cannot confirm this PaymentIntent because it's missing a payment method. " +
      'Update it with a payment method and confirm it again, or confirm it with a payment method.',
  );
}

function knownPaymentMethod(name: string): PaymentMethod {
  const method = findPaymentMethod(name);
  if (method !== undefined) return method;
  // Stripe repeats the id here; ids of payment methods stay out of texts that may be logged.
  throw invalidRequest('No such PaymentMethod', { code: 'resource_missing', param: 'payment_method' });
}

/** Payment methods chosen by Stripe may need a redirect, and so an address to come back to. */
function mayLeaveThePage(intent: PaymentIntent, how: Confirmation): void {
  if (intent.automaticPaymentMethods?.allowRedirects !== 'always' || how.returnUrl !== undefined) return;
  throw invalidRequest(
    'This PaymentIntent accepts payment methods that may redirect the customer: provide a `return_url`, or create it ' +
      'with `automatic_payment_methods[allow_redirects]=never` or with `allowed_payment_method_types[]=card`.',
    { param: 'return_url', intent },
  );
}

function wrongStatus(intent: PaymentIntent, verb: string, allowed: readonly string[]): Refusal {
  const participle = verb === 'cancel' ? 'canceled' : `${verb}ed`;
  return unexpectedState(
    intent,
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one ` +
      `of the following statuses may be ${participle}: ${allowed.join(', ')}.`,
  );
}

function unexpectedState(intent: PaymentIntent, message: string): Refusal {
  return invalidRequest(message, { code: 'payment_intent_unexpected_state', intent });
}
