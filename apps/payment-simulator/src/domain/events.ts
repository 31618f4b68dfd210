import { newId } from './ids.ts';
import { type PaymentIntent } from './payment-intent.ts';
import { type Refund } from './refund.ts';

// What a shop is told by itself: https://docs.stripe.com/api/events/types, as far as we have what they are of.

export type EventType =
  | 'payment_intent.created'
  | 'payment_intent.requires_action'
  | 'payment_intent.payment_failed'
  | 'payment_intent.succeeded'
  | 'payment_intent.canceled'
  | 'refund.created'
  | 'refund.updated'
  | 'refund.failed';

/** That something came to be as it is; of what, the ledger's line says. */
export interface Event {
  readonly id: string;
  readonly type: EventType;
  /** When it happens, Unix time in milliseconds: a refund that settles later is known from the start. */
  readonly at: number;
}

/** What is to be told of a payment intent that was one thing before, or was not there, and is another now. */
export function eventsOfIntent(
  before: PaymentIntent | undefined,
  after: PaymentIntent,
  nowMs: number,
): readonly Event[] {
  const failed = after.lastPaymentError !== null && after.lastPaymentError !== before?.lastPaymentError;
  const types: readonly (EventType | undefined)[] = [
    before === undefined ? 'payment_intent.created' : undefined,
    before?.status === after.status ? undefined : typeOfStatus(after),
    failed ? 'payment_intent.payment_failed' : undefined,
  ];
  return types.filter((type) => type !== undefined).map((type) => event(type, nowMs));
}

/** What is to be told of a new refund, now and when it settles. */
export function eventsOfRefund({ first, last, settlesAt }: Refund, nowMs: number): readonly Event[] {
  const settled = first === last ? [] : [event('refund.updated', settlesAt)];
  const failed = last === 'failed' ? [event('refund.failed', settlesAt)] : [];
  return [event('refund.created', nowMs), ...settled, ...failed];
}

function typeOfStatus({ status }: PaymentIntent): EventType | undefined {
  switch (status) {
    case 'requires_action':
    case 'succeeded':
    case 'canceled':
      return `payment_intent.${status}`;
    case 'requires_payment_method':
    case 'requires_confirmation':
      return undefined;
  }
}

function event(type: EventType, at: number): Event {
  return { id: newId('evt'), type, at };
}
