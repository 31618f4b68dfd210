import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readLedger } from './ledger.ts';

const ORDER = '0198c2f0-0000-5000-8000-000000000001';

const intents = Array.from({ length: 250 }, (_, index) => ({
  id: `pi_${index}`,
  amount_received: index === 0 ? 0 : 500,
  currency: 'usd',
  metadata: index < 2 ? { order_id: ORDER } : index === 2 ? { order_id: 'no UUID' } : {},
}));

const refunds = [
  { id: 're_1', amount: 100, payment_intent: 'pi_1', status: 'succeeded' },
  { id: 're_2', amount: 20, payment_intent: 'pi_1', status: 'pending' },
  { id: 're_3', amount: 3, payment_intent: 'pi_1', status: 'failed' },
  { id: 're_4', amount: 4, payment_intent: null, status: 'succeeded' },
];

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** A payment company that answers with these things, or a page for people; or with an odd status first. */
async function company(
  answers: Readonly<Record<string, readonly { id: string }[] | string>>,
  statuses: (number | 'silent')[] = [],
) {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const status = request.headers.authorization === 'Bearer key' ? (statuses.shift() ?? 200) : 401;
    if (status === 'silent') return;
    const things = answers[pathname] ?? [];
    response.writeHead(status).end(typeof things === 'string' ? things : page(things, searchParams));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secretKey: 'key' };
}

function page(things: readonly { id: string }[], asked: URLSearchParams): string {
  const from = things.findIndex(({ id }) => id === asked.get('starting_after')) + 1;
  const to = from + Number(asked.get('limit'));
  return JSON.stringify({ data: things.slice(from, to), has_more: to < things.length });
}

const lists = { '/v1/payment_intents': intents, '/v1/refunds': refunds };

describe('the ledger of the payment company', () => {
  it('has all payments of all pages by their orders, each with what was given back', async () => {
    const seen: number[] = [];
    const ledger = await readLedger(await company(lists), (done) => seen.push(done));
    expect(ledger).toMatchObject({ payments: 250, refunds: 4 });
    expect(ledger.byOrder.get(ORDER)).toEqual([
      { paymentIntentId: 'pi_0', currency: 'USD', received: 0n, refunded: 0n },
      { paymentIntentId: 'pi_1', currency: 'USD', received: 500n, refunded: 120n },
    ]);
    expect(ledger.byOrder.get('')).toHaveLength(248);
    expect(seen).toEqual([100, 200]);
  });

  it('has amounts as orders have them, also of currencies that Stripe counts in hundredths', async () => {
    const intent = { id: 'pi_1', amount_received: 500_000, currency: 'isk', metadata: { order_id: ORDER } };
    const there = await company({
      '/v1/payment_intents': [intent],
      '/v1/refunds': [{ id: 're_1', amount: 100_000, payment_intent: 'pi_1', status: 'succeeded' }],
    } as typeof lists);
    expect((await readLedger(there, () => undefined)).byOrder.get(ORDER)).toEqual([
      { paymentIntentId: 'pi_1', currency: 'ISK', received: 5000n, refunded: 1000n },
    ]);
  });

  it('is asked for again when the payment company is busy', async () => {
    expect(await readLedger(await company(lists, [429]), () => undefined)).toMatchObject({ payments: 250 });
  });

  it.each(['silent', 429] as const)('is read no further once its signal aborts: %s', async (status) => {
    const there = await company(lists, [status]);
    const [reason, stopping] = [new Error('Ctrl-C'), new AbortController()];
    const reading = readLedger(there, () => undefined, stopping.signal);
    const asked = server && once(server, 'request');
    await Promise.all([expect(reading).rejects.toBe(reason), asked?.then(() => stopping.abort(reason))]);
  });

  it('says by name why it cannot be read', async () => {
    const there = await company(lists);
    const read = (changes: Partial<typeof there>) => readLedger({ ...there, ...changes }, () => undefined);
    await expect(read({ secretKey: 'other' })).rejects.toThrow(
      'payments cannot be read: /v1/refunds answers with status 401',
    );
    await expect(read({ apiUrl: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      name: 'SourceUnreachable',
      source: 'payments',
    });
  });

  it.each([
    ['things of another kind', [{ id: 're_1' }]],
    ['a page for people', '<html>not here</html>'],
  ])('is refused by name when it holds %s', async (_, refunds) => {
    const odd = await company({ '/v1/refunds': refunds });
    await expect(readLedger(odd, () => undefined)).rejects.toMatchObject({
      name: 'SourceUnreachable',
      message: 'payments cannot be read: /v1/refunds answers something else than a list',
    });
  });
});
