import type { Order } from '@bookstore/contracts/orders/v1/order';
import { afterEach, describe, expect, it } from 'vitest';
import { OrderNotFoundError, UnauthenticatedError } from '../src/index.ts';
import { anOrder, aTokenPair, aUser, refusal, SAMPLE_ID, StandIn } from '../src/testing/index.ts';
import { failureOf, shopWith } from './shop.ts';

const goingAway = () => refusal('UNAVAILABLE', 'SHUTTING_DOWN', 'going away', { retryAfterMs: 10 });

/** One stream for each call: these versions, and then what it ends with; without an end it stays open. */
interface Stream {
  readonly versions: readonly bigint[];
  readonly end?: () => Error;
}

function streams(...scripts: readonly Stream[]) {
  const left = [...scripts];
  return async function* watchOrder(
    _request: unknown,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<{ order: Order }> {
    const script = left.shift();
    for (const version of script?.versions ?? []) yield { order: anOrder({ version }) };
    if (script?.end) throw script.end();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
}

async function take(watch: AsyncIterable<{ readonly version: number }>, count: number): Promise<number[]> {
  const versions: number[] = [];
  for await (const { version } of watch) if (versions.push(version) === count) break;
  return versions;
}

const cursors = (standIn: StandIn) =>
  standIn.calls('WatchOrder').map(({ request }) => (request as { afterVersion: bigint }).afterVersion);

describe('watching an order', () => {
  it('goes on after the version that was seen last, and gives nothing twice', async () => {
    const watchOrder = streams(
      { versions: [1n, 2n], end: goingAway },
      { versions: [], end: goingAway },
      { versions: [2n, 3n], end: goingAway },
      { versions: [4n] },
    );
    const { shop, standIn } = await shopWith({ orders: { watchOrder } });
    expect(await take(shop.orders.watch(SAMPLE_ID), 4)).toEqual([1, 2, 3, 4]);
    expect(cursors(standIn)).toEqual([0n, 2n, 2n, 3n]);
  });

  it('begins after a version that its caller has seen', async () => {
    const { shop, standIn } = await shopWith({ orders: { watchOrder: streams({ versions: [8n] }) } });
    expect(await take(shop.orders.watch(SAMPLE_ID, { afterVersion: 7 }), 1)).toEqual([8]);
    expect(cursors(standIn)).toEqual([7n]);
  });

  it('goes on at a shop that was gone and came back', async () => {
    const { shop, standIn } = await shopWith({ orders: { watchOrder: streams({ versions: [1n] }) } });
    const watch = shop.orders.watch(SAMPLE_ID);
    expect((await watch.next()).value).toMatchObject({ version: 1 });
    const next = watch.next();
    standIn.stop();
    const port = Number(standIn.address.split(':')[1]);
    const back = await new StandIn({ orders: { watchOrder: streams({ versions: [2n] }) } }).start(port);
    afterwards.push(back);
    expect((await next).value).toMatchObject({ version: 2 });
    expect(cursors(back)).toEqual([1n]);
    await watch.return();
  });

  it.each(['CANCELLED', 'INTERNAL', 'UNKNOWN'] as const)(
    'takes %s without a reason for a broken connection',
    async (code) => {
      const { shop } = await shopWith({
        orders: { watchOrder: streams({ versions: [1n], end: () => refusal(code, '', 'reset') }, { versions: [2n] }) },
      });
      expect(await take(shop.orders.watch(SAMPLE_ID), 2)).toEqual([1, 2]);
    },
  );

  it('ends with what no repeat mends', async () => {
    const end = () => refusal('NOT_FOUND', 'ORDER_NOT_FOUND', 'no such order', { metadata: { order_id: SAMPLE_ID } });
    const { shop, standIn } = await shopWith({ orders: { watchOrder: streams({ versions: [1n], end }) } });
    const watch = shop.orders.watch(SAMPLE_ID);
    await watch.next();
    expect(await failureOf(watch.next())).toBeInstanceOf(OrderNotFoundError);
    expect(standIn.calls('WatchOrder')).toHaveLength(1);
  });

  it('has no deadline, and ends with the reason of its signal, also at the shop', async () => {
    let ended = false;
    const watchOrder = async function* (_request: unknown, { signal }: { readonly signal: AbortSignal }) {
      yield { order: anOrder({ version: 1n }) };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended = true;
    };
    const { shop, standIn } = await shopWith({ orders: { watchOrder } }, { timeoutMs: 1 });
    const leaving = new AbortController();
    const watch = shop.orders.watch(SAMPLE_ID, { signal: leaving.signal });
    await watch.next();
    expect(standIn.calls('WatchOrder')[0]?.metadata.get('grpc-timeout')).toBeUndefined();
    const reason = new Error('seen enough');
    const failure = failureOf(watch.next());
    leaving.abort(reason);
    expect(await failure).toBe(reason);
    await expect.poll(() => ended).toBe(true);
  });

  it('ends when its connections are closed', async () => {
    const { shop } = await shopWith({ orders: { watchOrder: streams({ versions: [1n] }, { versions: [2n] }) } });
    const watch = shop.orders.watch(SAMPLE_ID);
    await watch.next();
    const failure = failureOf(watch.next());
    shop.close();
    expect(await failure).toMatchObject({ code: 'CANCELLED', message: 'the connections to the shop were closed' });
  });
});

const afterwards: StandIn[] = [];
afterEach(() => {
  for (const standIn of afterwards.splice(0)) standIn.stop();
});

describe('watching with a token that ends', () => {
  const ended = () => refusal('UNAUTHENTICATED', 'UNAUTHENTICATED', 'your token has ended');
  const users = {
    authenticateUser: () => Promise.resolve({ user: aUser(), tokens: aTokenPair(1) }),
    refreshSession: () => Promise.resolve({ tokens: aTokenPair(2) }),
  };
  const ada = { email: 'ada@example.org', password: 'correct horse battery' };

  it('goes on with a new one from where it was', async () => {
    const watchOrder = streams({ versions: [1n], end: ended }, { versions: [2n] });
    const { shop, standIn } = await shopWith({ users, orders: { watchOrder } });
    await shop.account.signIn(ada);
    expect(await take(shop.orders.watch(SAMPLE_ID), 2)).toEqual([1, 2]);
    expect(cursors(standIn)).toEqual([0n, 1n]);
    expect(standIn.calls('WatchOrder').map(({ metadata }) => metadata.get('authorization'))).toEqual([
      'Bearer access-1',
      'Bearer access-2',
    ]);
  });

  it('ends when the new one is refused, too', async () => {
    const { shop, standIn } = await shopWith({
      users,
      orders: { watchOrder: streams({ versions: [1n], end: ended }, { versions: [], end: ended }) },
    });
    await shop.account.signIn(ada);
    const watch = shop.orders.watch(SAMPLE_ID);
    await watch.next();
    expect(await failureOf(watch.next())).toBeInstanceOf(UnauthenticatedError);
    expect(standIn.calls('WatchOrder')).toHaveLength(2);
  });
});

describe('watching availability', () => {
  it('gives what is new of each book, also after it was begun again', async () => {
    const left = [
      { messages: [message('a', 3n, 1n), message('b', 5n, 1n)], end: goingAway },
      { messages: [message('a', 3n, 1n), message('b', 5n, 4n), message('a', 2n, 2n)], end: undefined },
    ];
    const watchAvailability = async function* (_request: unknown, { signal }: { readonly signal: AbortSignal }) {
      const script = left.shift();
      yield* script?.messages ?? [];
      if (script?.end) throw script.end();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const { shop } = await shopWith({ inventory: { watchAvailability } });
    const seen: unknown[] = [];
    for await (const change of shop.books.watchAvailability(['a', 'b'])) if (seen.push(change) === 3) break;
    expect(seen).toEqual([
      { bookId: 'a', available: 3, version: 1 },
      { bookId: 'b', available: 5, version: 1 },
      { bookId: 'a', available: 2, version: 2 },
    ]);
  });

  const message = (bookId: string, available: bigint, version: bigint) => ({ bookId, available, version });
});
