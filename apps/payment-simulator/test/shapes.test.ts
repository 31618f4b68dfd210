// What the simulator answers, held against the types of the official package: by the compiler, and once by value.
import type Stripe from 'stripe';
import { expect, it } from 'vitest';
import { eventsOfIntent } from '../src/domain/events.ts';
import { confirmIntent, openIntent } from '../src/domain/payment-intent.ts';
import { refundIntent } from '../src/domain/refund.ts';
import { invalidRequest, type RefusalCode } from '../src/domain/refusal.ts';
import { renderEvent, renderIntent, renderList, renderRefund, renderRefusal } from '../src/http/rendering.ts';

/** A value as it comes out of JSON: without what is undefined, and with nothing that is readonly. */
type Json<T> = T extends readonly (infer Item)[]
  ? Json<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T as undefined extends T[Key] ? never : Key]: Json<T[Key]> } & {
        -readonly [Key in keyof T as undefined extends T[Key] ? Key : never]?: Json<Exclude<T[Key], undefined>>;
      }
    : T;

const overTheWire = <T>(value: T) => JSON.parse(JSON.stringify(value)) as Json<T>;

type Named<T> = T extends string ? (string extends T ? never : T) : never;

/** Compiles only while Stripe documents all of our codes. */
const documented = (code: RefusalCode): Named<Stripe.PaymentIntent.LastPaymentError.Code> => code;

const wish = {
  ...{ amount: 1_299, currency: 'eur', metadata: {}, description: null, paymentMethod: 'pm_card_visa' },
  ...{ automaticPaymentMethods: null, paymentMethodTypes: ['card'], captureMethod: 'automatic_async' as const },
};
const opened = openIntent(wish, 1);
const paid = confirmIntent(opened, { paymentMethod: undefined, returnUrl: undefined });
const refund = refundIntent(paid, [], { amount: 299, metadata: {}, reason: null }, 1_000, 0);

it('a payment intent, a refund and a list have the shapes that Stripe gives them', () => {
  const intent: Stripe.PaymentIntent = overTheWire(renderIntent(paid, 'https://bank.example'));
  const back: Stripe.Refund = overTheWire(renderRefund(refund, 1_000));
  const list: Stripe.ApiList<Stripe.Refund> = { ...overTheWire(renderList('/v1/refunds', [], false)), data: [back] };
  expect([intent.object, intent.status, intent.amount_received]).toEqual(['payment_intent', 'succeeded', 1_299]);
  expect([back.object, back.status, back.amount, back.payment_intent]).toEqual(['refund', 'succeeded', 299, intent.id]);
  expect([list.object, list.has_more]).toEqual(['list', false]);
});

it('an event has the shape that Stripe gives it', () => {
  const [event] = eventsOfIntent(opened, paid, 1_000);
  const { data, ...shown } = overTheWire(renderEvent({ ...event!, intent: paid, refund: undefined }, ''));
  const envelope: Omit<Stripe.EventBase, 'data'> & { type: Stripe.Event['type'] } = shown;
  const object: Stripe.PaymentIntent | Stripe.Refund | undefined = data.object;
  expect([envelope.object, envelope.type, envelope.created]).toEqual(['event', 'payment_intent.succeeded', 1]);
  expect(object).toMatchObject({ id: paid.id, status: 'succeeded' });
});

it('an error has the shape that Stripe gives it, and a code that Stripe documents', () => {
  const code = 'payment_intent_unexpected_state';
  const refusal = invalidRequest('It has succeeded already.', { code, intent: paid });
  const { error } = overTheWire(renderRefusal(refusal, ''));
  const raw: Stripe.StripeRawError = error;
  expect([raw.type, raw.code, raw.payment_intent?.id]).toEqual(['invalid_request_error', documented(code), paid.id]);
});
