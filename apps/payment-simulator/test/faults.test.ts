import Stripe from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SimulatorProcess } from './simulator-process.ts';

const simulator = new SimulatorProcess();
let stripe: Stripe;
beforeAll(async () => {
  await simulator.start();
  stripe = simulator.stripe({ timeout: 500 });
});
afterAll(() => simulator.remove());

const open = async () =>
  (await stripe.paymentIntents.create({ amount: 700, currency: 'usd', allowed_payment_method_types: ['card'] })).id;
const state = async (id: string) => {
  const { status, amount_received } = await stripe.paymentIntents.retrieve(id);
  return { status, amount_received };
};
const untouched = { status: 'requires_payment_method', amount_received: 0 };
const captured = { status: 'succeeded', amount_received: 700 };

it.each([
  ['pm_simulator_hang', Stripe.errors.StripeConnectionError, untouched],
  ['pm_simulator_slow_2000', Stripe.errors.StripeConnectionError, untouched],
  ['pm_simulator_fail500', Stripe.errors.StripeAPIError, untouched],
  ['pm_simulator_dropConnection', Stripe.errors.StripeConnectionError, untouched],
  ['pm_simulator_captureThenHang', Stripe.errors.StripeConnectionError, captured],
  ['pm_simulator_captureThenSlow_2000', Stripe.errors.StripeConnectionError, captured],
  ['pm_simulator_captureThen500', Stripe.errors.StripeAPIError, captured],
])('%s leaves the client with an error, and the payment as the name says', async (payment_method, error, after) => {
  const id = await open();
  await expect(stripe.paymentIntents.confirm(id, { payment_method })).rejects.toBeInstanceOf(error);
  expect(await state(id)).toEqual(after);
});

it('pm_simulator_captureThenDropConnection closes the connection, and gives the lost answer to the next try', async () => {
  const parameters = { payment_method: 'pm_simulator_captureThenDropConnection' };
  const headers = { 'idempotency-key': 'dropped' };
  const id = await open();
  const path = `/v1/payment_intents/${id}/confirm`;
  await expect(simulator.post(path, parameters, headers)).rejects.toThrow('fetch failed');
  expect(await state(id)).toEqual(captured);
  const again = await simulator.post(path, parameters, headers);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  // The official client makes that second try by itself, even when it is told to repeat nothing.
  expect(await stripe.paymentIntents.confirm(await open(), parameters)).toMatchObject(captured);
});

it('captures a slow payment though its client has left', async () => {
  const id = await open();
  await expect(stripe.paymentIntents.confirm(id, { payment_method: 'pm_simulator_slow_900' })).rejects.toThrow();
  expect(await state(id)).toEqual(untouched);
  await expect.poll(() => state(id), { timeout: 3_000 }).toEqual(captured);
});

it('does not capture a slow payment that was cancelled meanwhile', async () => {
  const id = await open();
  const slow = simulator.stripe().paymentIntents.confirm(id, { payment_method: 'pm_simulator_slow_600' });
  const refused = expect(slow).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
  await stripe.paymentIntents.cancel(id);
  await refused;
  expect(await state(id)).toEqual({ status: 'canceled', amount_received: 0 });
});

it('gives the lost answer again to who repeats with the same key', async () => {
  const id = await open();
  const options = { idempotencyKey: 'lost-answer' };
  const how = { payment_method: 'pm_simulator_captureThenHang' };
  await expect(stripe.paymentIntents.confirm(id, how, options)).rejects.toThrow();
  expect(await stripe.paymentIntents.confirm(id, how, options)).toMatchObject(captured);
});

it('answers 500 again under the same key, as Stripe does, so that only a look at the payment helps', async () => {
  const id = await open();
  const options = { idempotencyKey: 'stored-500' };
  const how = { payment_method: 'pm_simulator_captureThen500' };
  for (let repeat = 0; repeat < 2; repeat += 1) {
    await expect(stripe.paymentIntents.confirm(id, how, options)).rejects.toMatchObject({ statusCode: 500 });
  }
  expect(await state(id)).toEqual(captured);
});

it('lets go of a key whose client gave up a hanging payment', async () => {
  const id = await open();
  const options = { idempotencyKey: 'hung-up' };
  const how = { payment_method: 'pm_simulator_hang' };
  await expect(stripe.paymentIntents.confirm(id, how, options)).rejects.toThrow();
  await expect(stripe.paymentIntents.confirm(id, how, options)).rejects.toBeInstanceOf(
    Stripe.errors.StripeConnectionError,
  );
  expect(await state(id)).toEqual(untouched);
});
