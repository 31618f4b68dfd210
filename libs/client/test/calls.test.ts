import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeadlineExceededError, UnavailableError, UnrecognizedError } from '../src/index.ts';
import { aBook, anOrder, aRefund, refusal, SAMPLE_ID } from '../src/testing/index.ts';
import { clientOf, failureOf, shopWith } from './shop.ts';

const away = (retryAfterMs?: number) =>
  refusal('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', 'database cannot be reached now; try again', {
    metadata: { dependency: 'database' },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

/** A handler that throws so many times before it answers. */
function afterFailures<T>(failures: number, failure: () => Error, answer: () => T): () => Promise<T> {
  let left = failures;
  return () => (left-- > 0 ? Promise.reject(failure()) : Promise.resolve(answer()));
}

const order = {
  lines: [{ bookId: SAMPLE_ID, quantity: 1 }],
  shippingAddress: { recipient: 'Ada', addressLines: ['1 Square'], locality: 'London', regionCode: 'GB' },
  paymentMethod: 'pm_card_visa',
};

describe('repeating', () => {
  it('repeats a read that found the shop unavailable', async () => {
    const { shop, standIn } = await shopWith({
      inventory: { getBookDetails: afterFailures(2, away, () => ({ book: aBook() })) },
    });
    expect(await shop.books.get(SAMPLE_ID)).toMatchObject({ title: 'The Odyssey' });
    expect(standIn.calls()).toHaveLength(3);
  });

  it('repeats an order under one request id', async () => {
    const { shop, standIn } = await shopWith({
      orders: { placeOrder: afterFailures(2, away, () => ({ order: anOrder() })) },
    });
    await shop.orders.place(order);
    const ids = standIn.calls('PlaceOrder').map(({ request }) => (request as { requestId: string }).requestId);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('makes another request id for another order, and keeps the one that its caller made', async () => {
    const { shop, standIn } = await shopWith({ orders: { placeOrder: () => Promise.resolve({ order: anOrder() }) } });
    const requestId = '11111111-1111-4111-8111-111111111111';
    await shop.orders.place(order);
    await shop.orders.place(order);
    await shop.orders.place(order, { requestId });
    const ids = standIn.calls('PlaceOrder').map(({ request }) => (request as { requestId: string }).requestId);
    expect(new Set(ids).size).toBe(3);
    expect(ids[2]).toBe(requestId);
  });

  it('sends every write that must not happen twice under one request id, its caller’s if there is one', async () => {
    const price = { currencyCode: 'EUR', minorUnits: 1299n };
    const movement = { stockMovementId: SAMPLE_ID, bookId: SAMPLE_ID, createTime: new Date() };
    const { shop, standIn } = await shopWith({
      inventory: {
        addBook: afterFailures(1, away, () => ({ book: aBook() })),
        adjustStock: afterFailures(1, away, () => ({ movement, stock: aBook().stock })),
      },
      orders: { refundOrder: afterFailures(1, away, () => ({ refund: aRefund(), order: anOrder() })) },
    });
    const requestId = '22222222-2222-4222-8222-222222222222';
    await shop.books.add({ title: 'The Odyssey', price });
    await shop.books.adjustStock(SAMPLE_ID, { quantity: 1, reason: 'RECEIVED' }, { requestId });
    await shop.orders.refund(SAMPLE_ID, {}, { requestId });
    const idsOf = (method: string) =>
      standIn.calls(method).map(({ request }) => (request as { requestId: string }).requestId);
    const [made, again] = idsOf('AddBook');
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect(again).toBe(made);
    expect(idsOf('AdjustStock')).toEqual([requestId, requestId]);
    expect(idsOf('RefundOrder')).toEqual([requestId, requestId]);
  });

  it('never repeats a write that carries no request id', async () => {
    const { shop, standIn } = await shopWith({
      orders: { cancelOrder: afterFailures(1, away, () => ({ order: anOrder() })) },
    });
    expect(await failureOf(shop.orders.cancel(SAMPLE_ID))).toBeInstanceOf(UnavailableError);
    expect(standIn.calls()).toHaveLength(1);
  });

  it.each(['UNKNOWN', 'INTERNAL', 'CANCELLED', 'ABORTED', 'RESOURCE_EXHAUSTED', 'DEADLINE_EXCEEDED'] as const)(
    'never repeats what failed with %s',
    async (code) => {
      const failure = () => refusal(code, 'SOME_REASON', 'no');
      const { shop, standIn } = await shopWith({
        inventory: { getBookDetails: afterFailures(1, failure, () => ({ book: aBook() })) },
      });
      await failureOf(shop.books.get(SAMPLE_ID));
      expect(standIn.calls()).toHaveLength(1);
    },
  );

  it('waits as long as the shop asks for', async () => {
    const { shop } = await shopWith({
      inventory: {
        getBookDetails: afterFailures(
          1,
          () => away(400),
          () => ({ book: aBook() }),
        ),
      },
    });
    const startedAt = performance.now();
    await shop.books.get(SAMPLE_ID);
    expect(performance.now() - startedAt).toBeGreaterThan(400);
  });

  it('does not wait beyond the deadline, and says what it met rather than that time ran out', async () => {
    const { shop, standIn } = await shopWith({
      inventory: {
        getBookDetails: afterFailures(
          1,
          () => away(50_000),
          () => ({ book: aBook() }),
        ),
      },
    });
    const startedAt = performance.now();
    const error = await failureOf(shop.books.get(SAMPLE_ID, { timeoutMs: 10_000 }));
    expect(error).toBeInstanceOf(UnavailableError);
    expect(performance.now() - startedAt).toBeLessThan(9_000);
    expect(standIn.calls()).toHaveLength(1);
  });

  it('gives up after four tries, and stops repeating at all while the shop stays down', async () => {
    const { shop, standIn } = await shopWith({
      inventory: {
        getBookDetails: () => {
          throw away();
        },
      },
    });
    await failureOf(shop.books.get(SAMPLE_ID));
    expect(standIn.calls()).toHaveLength(4);
    for (let call = 0; call < 20; call += 1) await failureOf(shop.books.get(SAMPLE_ID));
    expect(standIn.calls()).toHaveLength(4 + 20);
  });

  it('repeats what met a shop that is just coming up', async () => {
    const { standIn } = await shopWith({});
    const { address } = standIn;
    standIn.stop();
    const shop = clientOf(address);
    const reading = shop.books.get(SAMPLE_ID);
    const { StandIn } = await import('../src/testing/index.ts');
    const back = await new StandIn({ inventory: { getBookDetails: () => Promise.resolve({ book: aBook() }) } }).start(
      Number(address.split(':')[1]),
    );
    try {
      expect(await reading).toMatchObject({ bookId: SAMPLE_ID });
    } finally {
      back.stop();
    }
  });
});

describe('deadlines', () => {
  const servers: { close(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** Answers NOT_FOUND, and gives the headers of what it was asked. */
  async function headersOf(call: (address: string) => Promise<unknown>): Promise<IncomingHttpHeaders[]> {
    const seen: IncomingHttpHeaders[] = [];
    const server = createServer().on('stream', (stream: ServerHttp2Stream, headers) => {
      seen.push(headers);
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '5', 'grpc-message': 'none' },
        { endStream: true },
      );
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const error = await failureOf(call(`127.0.0.1:${(server.address() as AddressInfo).port}`));
    expect(error).toBeInstanceOf(UnrecognizedError);
    return seen;
  }

  it('go over the wire by default', async () => {
    const [headers] = await headersOf((address) => clientOf(address).books.get(SAMPLE_ID));
    const timeout = /^(\d+)m$/.exec(String(headers?.['grpc-timeout']))?.[1];
    expect(Number(timeout)).toBeGreaterThan(14_000);
    expect(Number(timeout)).toBeLessThanOrEqual(15_000);
  });

  it('go over the wire as the call says', async () => {
    const [headers] = await headersOf((address) => clientOf(address).books.get(SAMPLE_ID, { timeoutMs: 700 }));
    const timeout = /^(\d+)m$/.exec(String(headers?.['grpc-timeout']))?.[1];
    expect(Number(timeout)).toBeGreaterThan(300);
    expect(Number(timeout)).toBeLessThanOrEqual(700);
  });

  it('leave a repeat only what is left', async () => {
    const left: number[] = [];
    const { shop } = await shopWith({
      inventory: {
        getBookDetails: async (_request, { signal }) => {
          const startedAt = performance.now();
          if (left.length === 0) {
            left.push(0);
            await new Promise((resolve) => setTimeout(resolve, 400));
            throw away();
          }
          await new Promise((resolve) => {
            signal.addEventListener('abort', resolve, { once: true });
          });
          left.push(performance.now() - startedAt);
          return { book: aBook() };
        },
      },
    });
    expect(await failureOf(shop.books.get(SAMPLE_ID, { timeoutMs: 1_000 }))).toBeInstanceOf(DeadlineExceededError);
    await vi.waitFor(() => {
      expect(left).toHaveLength(2);
    });
    expect(left[1]).toBeLessThan(620);
  });

  it('end a call that nobody answers', async () => {
    const { shop } = await shopWith({ inventory: { getBookDetails: () => new Promise(() => undefined) } });
    const startedAt = performance.now();
    const error = await failureOf(shop.books.get(SAMPLE_ID, { timeoutMs: 200 }));
    expect(error).toBeInstanceOf(DeadlineExceededError);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('a call that is given up fails with the reason of its signal, and ends at the shop', async () => {
    let ended = false;
    const { shop } = await shopWith({
      inventory: {
        getBookDetails: (_request, { signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              ended = true;
            });
          }),
      },
    });
    const reason = new Error('changed my mind');
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    expect(await failureOf(shop.books.get(SAMPLE_ID, { signal: controller.signal }))).toBe(reason);
    await vi.waitFor(() => {
      expect(ended).toBe(true);
    });
  });
});
