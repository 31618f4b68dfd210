import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimulatorProcess } from './simulator-process.ts';

const simulator = new SimulatorProcess();
beforeAll(() => simulator.start());
afterAll(() => simulator.remove());

interface ErrorBody {
  readonly error: { readonly type: string; readonly code?: string; readonly param?: string; readonly message: string };
}
const errorOf = async (response: Response) => {
  const { error } = (await response.json()) as ErrorBody;
  return { status: response.status, ...error };
};
const order = { amount: '1000', currency: 'usd', 'allowed_payment_method_types[]': 'card' };

const automatic = { amount: '1000', currency: 'usd', 'automatic_payment_methods[enabled]': 'true' };

describe('a request', () => {
  it.each([
    ['no key', {}],
    ['another key', { authorization: 'Bearer sk_test_other' }],
    ['the key as a user name', { authorization: 'Basic c2tfdGVzdF8wMTIzNDU2Nzg5YWJjZGVmOg==' }],
  ])('with %s is not answered', async (_, headers) => {
    const response = await fetch(`${simulator.url}/v1/payment_intents`, { headers });
    expect(await errorOf(response)).toMatchObject({ status: 401, type: 'invalid_request_error' });
  });

  it.each([
    ['amount', 'parameter_missing', { currency: 'usd' }],
    ['currency', 'parameter_missing', { amount: '100' }],
    ['amount', undefined, { ...order, amount: '0' }],
    ['amount', undefined, { ...order, amount: '1.5' }],
    ['amount', undefined, { ...order, amount: '-5' }],
    ['amount', undefined, { ...order, amount: '100000000' }],
    ['currency', undefined, { ...order, currency: 'dollars' }],
    ['customer', 'parameter_unknown', { ...order, customer: 'cus_1' }],
    ['automatic_payment_methods[on]', 'parameter_unknown', { ...automatic, 'automatic_payment_methods[on]': '1' }],
    ['return_url', undefined, { ...order, confirm: 'true', return_url: 'javascript:alert(1)' }],
    ['confirm', undefined, { ...order, confirm: 'yes' }],
  ])('with a wrong %s is refused by name (%s)', async (param, code, parameters) => {
    const response = await simulator.post('/v1/payment_intents', parameters);
    expect(await errorOf(response)).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param,
      ...(code && { code }),
    });
  });

  it.each(['card[number]', 'payment_method_data[card][number]', 'source[cvc]', 'card[exp_month]'])(
    'that carries %s is refused, and not repeated anywhere',
    async (name) => {
      const response = await simulator.post('/v1/payment_intents', { ...order, [name]: '4242424242424242' });
      const text = await response.text();
      expect(response.status).toBe(400);
      expect(text).toContain('Card details are not accepted here');
      expect(text).not.toContain('4242424242424242');
    },
  );

  it('with a body of another kind is refused without repeating it', async () => {
    const body = '{"card":{"number":"4242424242424242"}}';
    const response = await simulator.fetch('/v1/payment_intents', { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('4242');
  });

  it('to an address that is not there is answered with 404', async () => {
    expect((await simulator.fetch('/v1/customers')).status).toBe(404);
    expect((await simulator.fetch('/v1/payment_intents', { method: 'DELETE' })).status).toBe(404);
    expect(await errorOf(await simulator.fetch('/v1/payment_intents/pi_unknown'))).toMatchObject({
      status: 404,
      code: 'resource_missing',
    });
  });

  it('with a body that never ends is cut off', async () => {
    const body = `amount=1&currency=${'x'.repeat(100_000)}`;
    const status = await simulator.fetch('/v1/payment_intents', { method: 'POST', body }).then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
  });
});

describe('an idempotency key', () => {
  let next = 0;
  const key = () => `key-${(next += 1)}`;

  it('gives the first answer again, byte for byte', async () => {
    const headers = { 'idempotency-key': key() };
    const first = await simulator.post('/v1/payment_intents', order, headers);
    const again = await simulator.post('/v1/payment_intents', order, headers);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.text()).toBe(await first.text());
  });

  it('does not care for the order of parameters', async () => {
    const headers = { 'idempotency-key': key() };
    await simulator.post('/v1/payment_intents', { amount: '5', currency: 'usd' }, headers);
    const again = await simulator.post('/v1/payment_intents', { currency: 'usd', amount: '5' }, headers);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('cannot be used for another request', async () => {
    const headers = { 'idempotency-key': key() };
    const first = await simulator.post('/v1/payment_intents', order, headers);
    const { id } = (await first.json()) as { id: string };
    const others = [
      simulator.post('/v1/payment_intents', { ...order, amount: '1001' }, headers),
      simulator.post(`/v1/payment_intents/${id}/cancel`, {}, headers),
    ];
    for (const response of await Promise.all(others)) {
      expect(await errorOf(response)).toMatchObject({ status: 400, type: 'idempotency_error' });
    }
  });

  it('is busy while its first request runs', async () => {
    const headers = { 'idempotency-key': key() };
    const slow = { ...order, payment_method: 'pm_simulator_slow_600', confirm: 'true' };
    const first = simulator.post('/v1/payment_intents', slow, headers);
    await expect
      .poll(async () => (await errorOf(await simulator.post('/v1/payment_intents', slow, headers))).status)
      .toBe(409);
    const busy = await errorOf(await simulator.post('/v1/payment_intents', slow, headers));
    expect(busy).toMatchObject({ status: 409, type: 'idempotency_error', code: 'idempotency_key_in_use' });
    const paid = (await (await first).json()) as { id: string; status: string };
    expect(paid.status).toBe('succeeded');
    const again = await simulator.post('/v1/payment_intents', slow, headers);
    expect(((await again.json()) as { id: string }).id).toBe(paid.id);
  });

  it('used a hundred times at once makes one payment', async () => {
    const headers = { 'idempotency-key': key() };
    const parameters = { ...order, payment_method: 'pm_card_visa', confirm: 'true', 'metadata[case]': 'hundred' };
    const responses = await Promise.all(
      Array.from({ length: 100 }, () => simulator.post('/v1/payment_intents', parameters, headers)),
    );
    const answers = await Promise.all(
      responses.map(async (response) => ({
        status: response.status,
        body: (await response.json()) as { id?: string },
      })),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    expect(new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.id)).size).toBe(1);
  });

  it('keeps declines, but not what failed before it was begun', async () => {
    const headers = { 'idempotency-key': key() };
    const declined = { ...order, payment_method: 'pm_card_chargeDeclined', confirm: 'true' };
    expect((await simulator.post('/v1/payment_intents', declined, headers)).status).toBe(402);
    const again = await simulator.post('/v1/payment_intents', declined, headers);
    expect(again.status).toBe(402);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const mistaken = { 'idempotency-key': key() };
    expect((await simulator.post('/v1/payment_intents', { ...order, amount: 'x' }, mistaken)).status).toBe(400);
    expect((await simulator.post('/v1/payment_intents', order, mistaken)).status).toBe(200);
  });
});
