import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BookstoreHooks,
  type CallEnd,
  type CallRetry,
  MemoryTokenStore,
  type ObservedCall,
  UnavailableError,
} from '../src/index.ts';
import { aBook, anOrder, aTokenPair, aUser, type Handlers, refusal, SAMPLE_ID } from '../src/testing/index.ts';
import { failureOf, shopWith } from './shop.ts';

const away = () => refusal('UNAVAILABLE', 'SHUTTING_DOWN', 'going away');
const getBook = { service: 'bookstore.inventory.v1.InventoryService', method: 'GetBookDetails' };
const ada = { email: 'ada@example.org', password: 'correct horse battery' };
const book: Required<Handlers>['inventory'] = { getBookDetails: () => Promise.resolve({ book: aBook() }) };
const users: Required<Handlers>['users'] = {
  authenticateUser: () => Promise.resolve({ user: aUser(), tokens: aTokenPair(1) }),
  refreshSession: () => Promise.resolve({ tokens: aTokenPair(2) }),
};

/** Hooks that write down what they are told. */
function notes() {
  const started: ObservedCall[] = [];
  const retried: (readonly [ObservedCall, CallRetry])[] = [];
  const ended: (readonly [ObservedCall, CallEnd])[] = [];
  const hooks: BookstoreHooks = {
    started: (call) => started.push(call),
    retried: (call, retry) => retried.push([call, retry]),
    ended: (call, end) => ended.push([call, end]),
  };
  return { hooks, started, retried, ended, outcomes: () => ended.map(([, { outcome, code }]) => [outcome, code]) };
}

/** Fails so often before there is a book. */
function bookAfter(failures: number): Required<Handlers>['inventory'] {
  let left = failures;
  return { getBookDetails: () => (left-- > 0 ? Promise.reject(away()) : Promise.resolve({ book: aBook() })) };
}

describe('hooks', () => {
  it('are told of the start, of each try that is repeated, and of the end, by one object for the call', async () => {
    const { hooks, started, retried, ended } = notes();
    const { shop } = await shopWith({ inventory: bookAfter(2) }, { hooks });
    await shop.books.get(SAMPLE_ID);
    expect(started).toEqual([getBook]);
    expect(retried.map(([, { attempt, reason }]) => [attempt, reason])).toEqual([
      [1, 'SHUTTING_DOWN'],
      [2, 'SHUTTING_DOWN'],
    ]);
    expect(ended).toEqual([
      [getBook, { attempts: 3, durationMs: expect.any(Number) as number, outcome: 'OK', code: 'OK' }],
    ]);
    for (const [call] of [...retried, ...ended]) expect(call).toBe(started[0]);
  });

  it('are told how long a repeat waits, and how long the call has run', async () => {
    const { hooks, retried, ended } = notes();
    const { shop } = await shopWith({ inventory: bookAfter(1) }, { hooks });
    await shop.books.get(SAMPLE_ID);
    const [, { delayMs, elapsedMs }] = retried[0]!;
    expect(delayMs).toBeGreaterThanOrEqual(50);
    expect(elapsedMs).toBeGreaterThan(0);
    // A timer may come up to a millisecond early.
    expect(ended[0]![1].durationMs).toBeGreaterThanOrEqual(elapsedMs + delayMs - 1);
  });

  it('are told a failure by its reason and status', async () => {
    const { hooks, ended, outcomes } = notes();
    const missing = () => Promise.reject(refusal('NOT_FOUND', 'BOOK_NOT_FOUND', 'no such book'));
    const newer = () => Promise.reject(refusal('ABORTED', 'MOON_IN_RETROGRADE', 'wait'));
    const { shop } = await shopWith({ inventory: { getBookDetails: missing, suggestBooks: newer } }, { hooks });
    await failureOf(shop.books.get(SAMPLE_ID));
    await failureOf(shop.books.suggest('ody'));
    expect(outcomes()).toEqual([
      ['BOOK_NOT_FOUND', 'NOT_FOUND'],
      ['UNRECOGNIZED', 'ABORTED'],
    ]);
    expect(ended[0]![1].attempts).toBe(1);
  });

  it('are told a call that ran out of time, and one that was given up', async () => {
    const { hooks, outcomes } = notes();
    const { shop } = await shopWith({ inventory: { getBookDetails: () => new Promise(() => undefined) } }, { hooks });
    await failureOf(shop.books.get(SAMPLE_ID, { timeoutMs: 50 }));
    await failureOf(shop.books.get(SAMPLE_ID, { signal: AbortSignal.abort(new Error('changed my mind')) }));
    expect(outcomes()).toEqual([
      ['DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED'],
      ['GIVEN_UP', 'CANCELLED'],
    ]);
  });

  it('are told a failure that is not of the shop as such', async () => {
    const { hooks, outcomes } = notes();
    const tokens = new MemoryTokenStore();
    tokens.load = () => Promise.reject(new Error('the disk is full'));
    const { shop } = await shopWith({ inventory: book }, { hooks, tokens });
    await failureOf(shop.books.get(SAMPLE_ID));
    expect(outcomes()).toEqual([['FAILED', 'UNKNOWN']]);
  });

  it('are told of a watch each time that it is opened, and of a loop that is left', async () => {
    const { hooks, outcomes } = notes();
    let opened = 0;
    const watchOrder = async function* (_request: unknown, { signal }: { readonly signal: AbortSignal }) {
      opened += 1;
      yield { order: anOrder({ version: BigInt(opened) }) };
      if (opened === 1) throw away();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const { shop } = await shopWith({ orders: { watchOrder } }, { hooks });
    for await (const { version } of shop.orders.watch(SAMPLE_ID)) if (version === 2) break;
    expect(outcomes()).toEqual([
      ['SHUTTING_DOWN', 'UNAVAILABLE'],
      ['GIVEN_UP', 'CANCELLED'],
    ]);
  });

  it('are told a repeat with a new token', async () => {
    const { hooks, started, retried, ended } = notes();
    const getUser: Required<Handlers>['users']['getUser'] = (_request, { metadata }) =>
      metadata.get('authorization') === 'Bearer access-1'
        ? Promise.reject(refusal('UNAUTHENTICATED', 'UNAUTHENTICATED', 'too old'))
        : Promise.resolve({ user: aUser() });
    const { shop } = await shopWith({ users: { ...users, getUser } }, { hooks });
    await shop.account.signIn(ada);
    await shop.account.get();
    expect(started.map(({ method }) => method)).toEqual(['AuthenticateUser', 'GetUser', 'RefreshSession']);
    expect(retried.map(([{ method }, { reason }]) => [method, reason])).toEqual([['GetUser', 'UNAUTHENTICATED']]);
    expect(ended.at(-1)).toMatchObject([{ method: 'GetUser' }, { attempts: 2, outcome: 'OK' }]);
  });

  it('are told of every user over the same connections', async () => {
    const { hooks, started } = notes();
    const { shop } = await shopWith({ inventory: book }, { hooks });
    await shop.as(new MemoryTokenStore()).books.get(SAMPLE_ID);
    expect(started).toEqual([getBook]);
  });

  it('are never told a token, a password or a payment method', async () => {
    const told: unknown[] = [];
    const tell = (...what: unknown[]) => told.push(...what);
    const hooks = { started: tell, retried: tell, ended: tell, metadata: (call: ObservedCall) => (tell(call), {}) };
    const placeOrder = (): never => {
      throw refusal('UNAUTHENTICATED', 'UNAUTHENTICATED', 'access-1 has ended', { metadata: { token: 'access-1' } });
    };
    const { shop } = await shopWith({ users, orders: { placeOrder } }, { hooks });
    await shop.account.signIn(ada);
    const shippingAddress = { recipient: 'Ada', addressLines: ['1 Square'], locality: 'London', regionCode: 'GB' };
    const lines = [{ bookId: SAMPLE_ID, quantity: 1 }];
    await failureOf(shop.orders.place({ lines, shippingAddress, paymentMethod: 'pm_card_visa' }));
    expect(told.length).toBeGreaterThan(8);
    expect(JSON.stringify(told)).not.toMatch(/access-|refresh-|correct horse|pm_card|ada@/);
  });
});

describe('metadata of hooks', () => {
  it('goes with each try', async () => {
    let asked = 0;
    const metadata = ({ method }: ObservedCall) => ({ Traceparent: `00-${method}-${(asked += 1)}` });
    const { shop, standIn } = await shopWith({ inventory: bookAfter(1) }, { hooks: { metadata } });
    await shop.books.get(SAMPLE_ID);
    expect(standIn.calls().map((call) => call.metadata.get('traceparent'))).toEqual([
      '00-GetBookDetails-1',
      '00-GetBookDetails-2',
    ]);
  });

  it('leaves out what cannot be sent, and what is the session’s or the transport’s own', async () => {
    const metadata = () => ({
      tracestate: 'shop=1',
      authorization: 'Bearer stolen',
      'grpc-timeout': '1n',
      'content-length': '7',
      connection: 'close',
      'two words': 'x',
      ':path': '/elsewhere',
      'trace-bin': 'x',
      line: 'one\r\ntwo',
      // What a caller without types may give.
      number: 7 as unknown as string,
    });
    const { shop, standIn } = await shopWith({ users, inventory: book }, { hooks: { metadata } });
    await shop.account.signIn(ada);
    await shop.books.get(SAMPLE_ID);
    const sent = standIn.calls('GetBookDetails')[0]!.metadata;
    expect(sent.get('tracestate')).toBe('shop=1');
    expect(sent.get('authorization')).toBe('Bearer access-1');
    for (const key of ['content-length', 'connection', 'two words', ':path', 'trace-bin', 'line', 'number'])
      expect(sent.has(key)).toBe(false);
  });
});

describe('hooks that fail', () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  beforeEach(() => {
    warnings.length = 0;
    process.on('warning', warned);
  });
  afterEach(() => {
    process.off('warning', warned);
  });

  const broken = () => {
    throw new Error('out of ink');
  };
  const brokenLater = () => Promise.reject(new Error('out of ink'));

  it.each([
    ['at once', broken],
    ['later', brokenLater as () => never],
  ])('%s break no call, and warn once', async (_when, hook) => {
    const hooks = { started: hook, retried: hook, ended: hook, metadata: hook };
    const { shop } = await shopWith({ inventory: bookAfter(1) }, { hooks });
    expect(await shop.books.get(SAMPLE_ID)).toMatchObject({ bookId: SAMPLE_ID });
    expect(await shop.books.get(SAMPLE_ID)).toMatchObject({ bookId: SAMPLE_ID });
    await expect.poll(() => warnings).toHaveLength(1);
    expect(String(warnings[0])).toBe('BookstoreHookWarning: a hook of a Bookstore failed: out of ink');
  });

  it('do not hide what the call failed with', async () => {
    const { shop } = await shopWith({ inventory: bookAfter(9) }, { hooks: { ended: broken } });
    expect(await failureOf(shop.books.get(SAMPLE_ID))).toBeInstanceOf(UnavailableError);
  });
});
