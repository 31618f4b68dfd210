import { type PaymentIntent } from './payment-intent.ts';
import { type DeclineCode } from './payment-methods.ts';

/** Stripe's error types, as far as we use them: https://docs.stripe.com/api/errors */
export type RefusalType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

/** Stripe's error codes, as far as we use them: https://docs.stripe.com/error-codes */
export type RefusalCode =
  | DeclineCode
  | 'charge_already_refunded'
  | 'idempotency_key_in_use'
  | 'parameter_missing'
  | 'parameter_unknown'
  | 'payment_intent_unexpected_state'
  | 'resource_missing';

interface RefusalDetails {
  readonly code?: RefusalCode;
  readonly declineCode?: string;
  /** Name of the parameter at fault. */
  readonly param?: string;
  /** The charge that failed. */
  readonly charge?: string;
  /** The payment intent as it is now. */
  readonly intent?: PaymentIntent;
}

/** An answer that is an error, in Stripe's words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status. */
  readonly status: number;
  readonly type: RefusalType;
  readonly details: RefusalDetails;

  constructor(status: number, type: RefusalType, message: string, details: RefusalDetails = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
  }
}

/** A request that cannot be carried out as it is. */
export function invalidRequest(message: string, details: RefusalDetails = {}): Refusal {
  return new Refusal(400, 'invalid_request_error', message, details);
}

/** What Stripe answers when something broke on its side. */
export function serverError(): Refusal {
  return new Refusal(500, 'api_error', 'An unknown error occurred');
}
