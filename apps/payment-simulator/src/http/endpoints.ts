import { cancelIntent, confirmIntent, openIntent, type PaymentIntent } from '../domain/payment-intent.ts';
import { refundIntent, type Refund } from '../domain/refund.ts';
import { invalidRequest, Refusal } from '../domain/refusal.ts';
import { type Desk } from './desk.ts';
import { checkForm, type Form } from './form.ts';
import * as parameters from './parameters.ts';
import { renderIntent, renderList, renderRefund } from './rendering.ts';

/** What became of a request: what it changed, and its answer. */
export interface Outcome {
  readonly intent?: PaymentIntent;
  readonly refund?: Refund;
  /** The object to show, or why there is none. A declined payment has changed something all the same. */
  readonly answer: object | Refusal;
}

/** A request whose parameters are in order; `run` carries it out, in one go. */
export interface Prepared {
  /** The payment method that is about to be charged, for the sake of its faults. */
  readonly charging?: string | null | undefined;
  run(): Outcome;
}

interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** Its one group is the id. */
  readonly path: RegExp;
  /** @throws {Refusal} when a parameter is wrong. */
  prepare(desk: Desk, form: Form, id: string): Prepared;
}

/** The part of Stripe's API that there is. */
export const endpoints: readonly Endpoint[] = [
  { method: 'POST', path: /^\/v1\/payment_intents$/, prepare: createPaymentIntent },
  { method: 'GET', path: /^\/v1\/payment_intents$/, prepare: listPaymentIntents },
  { method: 'GET', path: /^\/v1\/payment_intents\/(\w+)$/, prepare: retrievePaymentIntent },
  { method: 'POST', path: /^\/v1\/payment_intents\/(\w+)\/confirm$/, prepare: confirmPaymentIntent },
  { method: 'POST', path: /^\/v1\/payment_intents\/(\w+)\/cancel$/, prepare: cancelPaymentIntent },
  { method: 'POST', path: /^\/v1\/refunds$/, prepare: createRefund },
  { method: 'GET', path: /^\/v1\/refunds$/, prepare: listRefunds },
  { method: 'GET', path: /^\/v1\/refunds\/(\w+)$/, prepare: retrieveRefund },
];

function createPaymentIntent(desk: Desk, form: Form): Prepared {
  const wish = checkForm(parameters.CreatePaymentIntent, form);
  if (!wish.confirm && wish.return_url !== undefined) {
    throw invalidRequest('return_url is only allowed together with confirm=true.', { param: 'return_url' });
  }
  return {
    charging: wish.confirm ? wish.payment_method : undefined,
    run: () => {
      const types = wish.allowed_payment_method_types ?? wish.payment_method_types;
      const intent = openIntent(
        {
          amount: wish.amount,
          currency: wish.currency,
          metadata: wish.metadata,
          description: wish.description || null,
          paymentMethod: wish.payment_method,
          captureMethod: wish.capture_method,
          paymentMethodTypes: types ?? ['card'],
          // Stripe's default, unless types are named: whatever the shop has switched on.
          automaticPaymentMethods: wish.automatic_payment_methods ?? (types ? null : { allowRedirects: 'always' }),
        },
        seconds(desk),
      );
      if (!wish.confirm) return shown(desk, intent);
      return charged(desk, confirmIntent(intent, { paymentMethod: undefined, returnUrl: wish.return_url }));
    },
  };
}

function confirmPaymentIntent(desk: Desk, form: Form, id: string): Prepared {
  const { payment_method: paymentMethod, return_url: returnUrl } = checkForm(parameters.ConfirmPaymentIntent, form);
  return {
    charging: paymentMethod ?? desk.books.intents.get(id)?.paymentMethod,
    run: () => charged(desk, confirmIntent(findIntent(desk, id), { paymentMethod, returnUrl })),
  };
}

function cancelPaymentIntent(desk: Desk, form: Form, id: string): Prepared {
  const { cancellation_reason: reason } = checkForm(parameters.CancelPaymentIntent, form);
  return { run: () => shown(desk, cancelIntent(findIntent(desk, id), reason ?? null, seconds(desk))) };
}

function retrievePaymentIntent(desk: Desk, form: Form, id: string): Prepared {
  checkForm(parameters.Nothing, form);
  return { run: () => ({ answer: renderIntent(findIntent(desk, id), desk.publicUrl) }) };
}

function listPaymentIntents(desk: Desk, form: Form): Prepared {
  const { limit, starting_after: after } = checkForm(parameters.ListPaymentIntents, form);
  return {
    run: () => {
      if (after !== undefined) findIntent(desk, after, 'starting_after');
      const found = desk.books.intents.newestFirst(after);
      return page('/v1/payment_intents', found, limit, (intent) => renderIntent(intent, desk.publicUrl));
    },
  };
}

function createRefund(desk: Desk, form: Form): Prepared {
  const wish = checkForm(parameters.CreateRefund, form);
  return {
    run: () => {
      const refund = refundIntent(
        findIntent(desk, wish.payment_intent, 'payment_intent'),
        desk.books.refundsOf(wish.payment_intent),
        { amount: wish.amount, metadata: wish.metadata, reason: wish.reason ?? null },
        desk.now(),
        desk.refundSettlementMs,
      );
      return { refund, answer: renderRefund(refund, desk.now()) };
    },
  };
}

function retrieveRefund(desk: Desk, form: Form, id: string): Prepared {
  checkForm(parameters.Nothing, form);
  return { run: () => ({ answer: renderRefund(findRefund(desk, id, 'id'), desk.now()) }) };
}

function listRefunds(desk: Desk, form: Form): Prepared {
  const { limit, starting_after: after, payment_intent: intent } = checkForm(parameters.ListRefunds, form);
  return {
    run: () => {
      if (after !== undefined) findRefund(desk, after, 'starting_after');
      const found = intent === undefined ? desk.books.refunds.newestFirst(after) : refundsOf(desk, intent, after);
      return page('/v1/refunds', found, limit, (refund) => renderRefund(refund, desk.now()));
    },
  };
}

function refundsOf(desk: Desk, intent: string, after: string | undefined): Iterable<Refund> {
  const newestFirst = desk.books.refundsOf(intent).toReversed();
  return newestFirst.slice(newestFirst.findIndex(({ id }) => id === after) + 1);
}

function page<Thing>(url: string, things: Iterable<Thing>, limit: number, show: (thing: Thing) => object): Outcome {
  const found = Iterator.from(things)
    .take(limit + 1)
    .toArray();
  return { answer: renderList(url, found.slice(0, limit).map(show), found.length > limit) };
}

function shown(desk: Desk, intent: PaymentIntent): Outcome {
  return { intent, answer: renderIntent(intent, desk.publicUrl) };
}

/** A declined payment answers with the decline, and the intent in it. */
function charged(desk: Desk, intent: PaymentIntent): Outcome {
  const error = intent.lastPaymentError;
  if (error === null) return shown(desk, intent);
  const answer = new Refusal(402, 'card_error', error.message, {
    code: error.code,
    ...(error.declineCode === undefined ? {} : { declineCode: error.declineCode }),
    ...(error.charge === null ? {} : { charge: error.charge }),
    intent,
  });
  return { intent, answer };
}

function findIntent(desk: Desk, id: string, param = 'intent'): PaymentIntent {
  const intent = desk.books.intents.get(id);
  if (intent !== undefined) return intent;
  throw missing(`No such payment_intent: '${id}'`, param, param === 'intent' ? 404 : 400);
}

function findRefund(desk: Desk, id: string, param: string): Refund {
  const refund = desk.books.refunds.get(id);
  if (refund !== undefined) return refund;
  throw missing(`No such refund: '${id}'`, param, param === 'id' ? 404 : 400);
}

function missing(message: string, param: string, status: number): Refusal {
  return new Refusal(status, 'invalid_request_error', message, { code: 'resource_missing', param });
}

function seconds(desk: Desk): number {
  return Math.floor(desk.now() / 1000);
}
