import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimulatorProcess } from './simulator-process.ts';

const simulator = new SimulatorProcess();
let stripe: Stripe;

beforeAll(async () => {
  await simulator.start();
  stripe = simulator.stripe();
});
afterAll(() => simulator.remove());

const order = { amount: 2_599, currency: 'usd', allowed_payment_method_types: ['card' as const] };

const errorOf = (promise: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  promise.then(
    () => {
      throw new Error('expected an error');
    },
    (error: unknown) => {
      if (error instanceof Stripe.errors.StripeError) return error;
      throw error;
    },
  );

describe('a payment', () => {
  it('is opened without moving money, and is captured whole when it is confirmed', async () => {
    const opened = await stripe.paymentIntents.create({ ...order, metadata: { order_id: 'o-1' } });
    expect(opened).toMatchObject({
      object: 'payment_intent',
      status: 'requires_payment_method',
      amount: 2_599,
      amount_received: 0,
      currency: 'usd',
      latest_charge: null,
      livemode: false,
      metadata: { order_id: 'o-1' },
      allowed_payment_method_types: ['card'],
      payment_method_types: ['card'],
    });
    const paid = await stripe.paymentIntents.confirm(opened.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ id: opened.id, status: 'succeeded', amount_received: 2_599, next_action: null });
    expect(paid.latest_charge).toMatch(/^ch_/);
    expect(await stripe.paymentIntents.retrieve(opened.id)).toMatchObject({ status: 'succeeded' });
  });

  it('can be opened and confirmed in one request', async () => {
    const paid = await stripe.paymentIntents.create({ ...order, payment_method: 'pm_card_mastercard', confirm: true });
    expect(paid.status).toBe('succeeded');
  });

  it('waits for confirmation when it was opened with a payment method', async () => {
    const opened = await stripe.paymentIntents.create({ ...order, payment_method: 'pm_card_visa' });
    expect(opened.status).toBe('requires_confirmation');
    expect(await stripe.paymentIntents.confirm(opened.id)).toMatchObject({ status: 'succeeded' });
  });

  it('needs an address to come back to when Stripe chooses the payment methods', async () => {
    const automatic = await stripe.paymentIntents.create({ amount: 100, currency: 'eur' });
    expect(automatic.automatic_payment_methods).toEqual({ enabled: true, allow_redirects: 'always' });
    const error = await errorOf(stripe.paymentIntents.confirm(automatic.id, { payment_method: 'pm_card_visa' }));
    expect(error).toMatchObject({ type: 'StripeInvalidRequestError', param: 'return_url' });
    const never = await stripe.paymentIntents.create({
      amount: 100,
      currency: 'eur',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    const paid = await stripe.paymentIntents.confirm(never.id, { payment_method: 'pm_card_visa' });
    expect(paid.status).toBe('succeeded');
  });

  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', ''],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', ''],
  ])('is declined by %s with %s and "%s", and can be tried again', async (method, code, declineCode) => {
    const { id } = await stripe.paymentIntents.create(order);
    const error = await errorOf(stripe.paymentIntents.confirm(id, { payment_method: method }));
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code, decline_code: declineCode });
    expect(error.payment_intent).toMatchObject({ id, status: 'requires_payment_method', amount_received: 0 });
    const after = await stripe.paymentIntents.retrieve(id);
    expect(after).toMatchObject({ status: 'requires_payment_method', amount_received: 0, payment_method: null });
    expect(after.last_payment_error).toMatchObject({ type: 'card_error', code });
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });

  it.each(['pm_nothing', 'pm_card_unheardOf', 'pm_simulator_', 'pm_simulator_hang_5', 'pm_simulator_toString'])(
    'cannot be made with the unknown payment method %s',
    async (method) => {
      const { id } = await stripe.paymentIntents.create(order);
      const error = await errorOf(stripe.paymentIntents.confirm(id, { payment_method: method }));
      expect(error).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'payment_method' });
      expect(error.message).not.toContain(method);
    },
  );

  it('cannot be confirmed without a payment method', async () => {
    const { id } = await stripe.paymentIntents.create(order);
    const error = await errorOf(stripe.paymentIntents.confirm(id));
    expect(error).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
  });

  it('is never captured twice', async () => {
    const { id } = await stripe.paymentIntents.create(order);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const error = await errorOf(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }));
    expect(error).toMatchObject({
      code: 'payment_intent_unexpected_state',
      payment_intent: { id, status: 'succeeded' },
    });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ amount_received: 2_599 });
  });
});

describe('cancelling a payment', () => {
  it('closes it, and it cannot be confirmed any more', async () => {
    const { id } = await stripe.paymentIntents.create(order);
    const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect(canceled.canceled_at).toBeGreaterThan(0);
    const error = await errorOf(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }));
    expect(error).toMatchObject({ code: 'payment_intent_unexpected_state', payment_intent: { status: 'canceled' } });
  });

  it('is refused once it succeeded, with the payment in the answer', async () => {
    const { id } = await stripe.paymentIntents.create({ ...order, payment_method: 'pm_card_visa', confirm: true });
    const error = await errorOf(stripe.paymentIntents.cancel(id));
    expect(error).toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      code: 'payment_intent_unexpected_state',
      payment_intent: { id, status: 'succeeded', amount_received: 2_599 },
    });
  });
});

describe('3-D Secure', () => {
  const shopPage = 'https://shop.example/orders/7?tab=payment';

  async function asked(payment_method: string) {
    const { id } = await stripe.paymentIntents.create(order);
    const intent = await stripe.paymentIntents.confirm(id, { payment_method, return_url: shopPage });
    return { intent, url: intent.next_action!.redirect_to_url!.url! };
  }
  const decide = (url: string, decision: string) =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' });

  it.each(['pm_card_authenticationRequired', 'pm_card_threeDSecure2Required'])('is asked for by %s', async (method) => {
    const { intent, url } = await asked(method);
    expect(intent).toMatchObject({
      status: 'requires_action',
      amount_received: 0,
      next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: shopPage } },
    });
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toContain('text/html');
    const html = await page.text();
    expect(html).toContain('2599 minor units of USD');
    expect(html.match(/<button/g)).toHaveLength(2);
  });

  it('confirmed by the buyer captures the payment and leads back to the shop', async () => {
    const { intent, url } = await asked('pm_card_authenticationRequired');
    const response = await decide(url, 'confirm');
    expect(response.status).toBe(303);
    const back = new URL(response.headers.get('location')!);
    expect(back.href).toContain(shopPage);
    expect(back.searchParams.get('payment_intent')).toBe(intent.id);
    expect(back.searchParams.get('redirect_status')).toBe('succeeded');
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'succeeded', next_action: null });
    expect((await decide(url, 'confirm')).status).toBe(404);
  });

  it('refused by the buyer moves no money', async () => {
    const { intent, url } = await asked('pm_card_threeDSecure2Required');
    const response = await decide(url, 'refuse');
    expect(new URL(response.headers.get('location')!).searchParams.get('redirect_status')).toBe('failed');
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      amount_received: 0,
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
  });

  it('confirmed by the buyer may still end in a decline', async () => {
    const { intent, url } = await asked('pm_card_threeDSecureRequiredChargeDeclined');
    await decide(url, 'confirm');
    const after = await stripe.paymentIntents.retrieve(intent.id);
    expect(after.last_payment_error).toMatchObject({ code: 'card_declined', decline_code: 'generic_decline' });
    expect(after.amount_received).toBe(0);
  });

  it('is over when the payment was cancelled meanwhile', async () => {
    const { intent, url } = await asked('pm_card_authenticationRequired');
    await stripe.paymentIntents.cancel(intent.id);
    expect((await decide(url, 'confirm')).status).toBe(404);
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'canceled', amount_received: 0 });
  });

  it('without an address to come back to is left to the client, as Stripe does', async () => {
    const { id } = await stripe.paymentIntents.create(order);
    const intent = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_authenticationRequired' });
    expect(intent.next_action?.type).toBe('use_stripe_sdk');
  });
});

describe('refunds', () => {
  const paid = (payment_method = 'pm_card_visa') =>
    stripe.paymentIntents.create({ ...order, payment_method, confirm: true });

  it('give back parts, and at last all that is left, but never more', async () => {
    const { id, latest_charge } = await paid();
    const first = await stripe.refunds.create({ payment_intent: id, amount: 599, metadata: { refund_id: 'r-1' } });
    expect(first).toMatchObject({
      object: 'refund',
      status: 'succeeded',
      amount: 599,
      payment_intent: id,
      charge: latest_charge,
      metadata: { refund_id: 'r-1' },
    });
    const tooMuch = await errorOf(stripe.refunds.create({ payment_intent: id, amount: 2_001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', param: 'amount' });
    const rest = await stripe.refunds.create({ payment_intent: id });
    expect(rest.amount).toBe(2_000);
    const again = await errorOf(stripe.refunds.create({ payment_intent: id }));
    expect(again).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
    const { data, has_more } = await stripe.refunds.list({ payment_intent: id });
    expect(data.map((refund) => refund.id)).toEqual([rest.id, first.id]);
    expect(has_more).toBe(false);
    expect(await stripe.refunds.retrieve(first.id)).toEqual(first);
  });

  it('asked for all at once never sum up to more than was captured', async () => {
    const { id } = await paid();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => stripe.refunds.create({ payment_intent: id, amount: 500 })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('are refused for a payment that was never captured, and for one that is unknown', async () => {
    const { id } = await stripe.paymentIntents.create(order);
    expect(await errorOf(stripe.refunds.create({ payment_intent: id }))).toMatchObject({ statusCode: 400 });
    expect(await errorOf(stripe.refunds.create({ payment_intent: 'pi_unknown' }))).toMatchObject({
      code: 'resource_missing',
      param: 'payment_intent',
    });
  });

  it('may be pending first, or fail later, and what failed can be refunded again', async () => {
    const pending = await stripe.refunds.create({ payment_intent: (await paid('pm_card_pendingRefund')).id });
    expect(pending.status).toBe('pending');
    const { id } = await paid('pm_card_refundFail');
    const failing = await stripe.refunds.create({ payment_intent: id });
    expect(failing.status).toBe('succeeded');
    await expect.poll(async () => (await stripe.refunds.retrieve(pending.id)).status).toBe('succeeded');
    await expect.poll(async () => (await stripe.refunds.retrieve(failing.id)).status).toBe('failed');
    expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({ amount: 2_599 });
  });
});

describe('lists', () => {
  it('show every payment once, newest first, page by page', async () => {
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1) made.push((await stripe.paymentIntents.create(order)).id);
    const listed: string[] = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 3 })) {
      listed.push(intent.id);
      if (listed.length === 7) break;
    }
    expect(listed).toEqual(made.toReversed());
  });
});
