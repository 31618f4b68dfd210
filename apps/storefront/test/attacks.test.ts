// What somebody sends who is no browser, and means no good.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startStorefront } from '@bookstore/mesh';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieSealer } from '../src/app/session/cookie-sealer.server.ts';
import { browserProblem } from './browser.ts';
import { type OpenShop, openShop } from './shop.ts';
import { PASSWORD } from './shopper.ts';
import { say, type Stranger, stranger } from './wire.ts';

const FORM = 'Content-Type: application/x-www-form-urlencoded';

describe.skipIf(browserProblem !== undefined)('the shop stays open, and says no', () => {
  let shop: OpenShop;
  beforeAll(async () => void (shop = await openShop([['Emma', 'Jane Austen', 5]])));
  afterAll(() => shop[Symbol.asyncDispose]());
  const own = () => `Origin: ${shop.storefront.origin}`;
  const status = (answer: string) => Number(/^HTTP\/1.1 (\d{3})/.exec(answer)?.[1]);

  it('to a range that ends before it begins, and sends the whole', async () => {
    expect(status(await say(shop, 'GET /mark.svg HTTP/1.1', 'Range: bytes=5-2'))).toBe(200);
    expect(status(await say(shop, 'GET / HTTP/1.1'))).toBe(200);
  });

  it('to an address of thousands of segments, which the router would think about for long', async () => {
    expect(status(await say(shop, `GET ${'/b'.repeat(4_000)} HTTP/1.1`))).toBe(414);
    expect(status(await say(shop, `GET /books?q=${'b'.repeat(9_000)} HTTP/1.1`))).toBe(414);
  });

  it.each([
    ['TRACE /', 405],
    ['PUT /cart', 405],
    ['OPTIONS *', 405],
    ['GET http://evil.example/', 400],
    ['GET /books/%E0%A4%A', 400],
  ])('to %s', async (line, expected) => {
    expect(status(await say(shop, `${line} HTTP/1.1`, own()))).toBe(expected);
  });

  it('to no visitor for what they call the shop', async () => {
    const answer = await say(shop, 'GET /orders HTTP/1.1', 'Host: [', 'X-Forwarded-Host: evil.example');
    expect(status(answer)).toBe(302);
    expect(answer).toMatch(/^location: \/sign-in\?to=%2Forders\r$/m);
  });

  it.each([
    ['whose length nobody knows', ['Transfer-Encoding: chunked', FORM], 411],
    ['of a gigabyte', ['Content-Length: 1000000000', FORM], 413],
    ['in another format', ['Content-Length: 2', 'Content-Type: application/json'], 415],
    ['with a file, where none is taken', ['Content-Length: 2', 'Content-Type: multipart/form-data; boundary=x'], 415],
  ])('to a form %s', async (_, headers, expected) => {
    expect(status(await say(shop, 'POST /sign-in HTTP/1.1', own(), ...headers))).toBe(expected);
  });
});

describe.skipIf(browserProblem !== undefined)('a shopper who writes requests by hand', () => {
  let shop: OpenShop;
  let mallory: Stranger;
  let orderOfMallory: string;
  let orderOfAda: string;
  beforeAll(async () => {
    shop = await openShop([['Emma', 'Jane Austen', 50]]);
    [mallory, orderOfMallory] = await buyer();
    [, orderOfAda] = await buyer();
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  /** Somebody with an account, and the address of an order of theirs. */
  async function buyer() {
    const somebody = await stranger(shop.browser, shop.storefront.origin);
    const email = `${randomUUID()}@example.com`;
    await somebody.post('/sign-up', { name: 'Mallory', email, password: PASSWORD });
    const book = (await shop.clerk.books.search('Emma').page()).items[0];
    await somebody.post(`/books/${book?.bookId}`, {});
    const answer = await somebody.post('/checkout', checkout());
    const order = answer.headers()['location'];
    if (order === undefined) throw new Error(`no order was placed: ${answer.status()}`);
    return [somebody, new URL(order, shop.storefront.origin).pathname] as const;
  }

  it('finds out nothing of the orders of others, and cannot call them off', async () => {
    for (const path of [orderOfAda, `${orderOfAda}.data`, `${orderOfAda}?returned`]) {
      expect((await mallory.get(path)).status()).toBe(404);
    }
    expect((await mallory.post(orderOfAda, { etag: '' })).status()).toBe(409);
    expect((await shop.clerk.orders.get(orderOfAda.slice('/orders/'.length))).order.status).toBe('PAID');
  });

  it('is told no at each door of the staff, though they know the forms', async () => {
    const paths = ['', '/orders', '/users', '/books', '/books/new', '/imports', '/imports/x/refused.csv'];
    for (const path of paths) {
      expect((await mallory.get(`/staff${path}`)).status()).toBe(403);
      expect((await mallory.get(`/staff${path}.data`)).status()).toBe(403);
    }
    const shipping = { what: 'ship', carrier: 'Nobody', tracking: '1', etag: '' };
    expect((await mallory.post(`/staff${orderOfMallory}`, shipping)).status()).toBe(403);
    expect((await mallory.post('/staff/orders?index', { order: orderOfMallory })).status()).toBe(403);
  });

  it('is answered as somebody who asks for what there is not', async () => {
    for (const path of [
      '/books?page=x',
      '/books?q=emma&page=x',
      '/books?q=%00',
      '/orders?page=x',
      '/suggestions?q=%00',
    ]) {
      expect([path, (await mallory.get(path)).status()]).toEqual([path, 404]);
    }
    expect((await mallory.get('/books?min=-5')).status()).toBe(200);
  });

  it.each(['constructor', '__proto__', 'toString'])('has no account changed by "%s"', async (what) => {
    expect((await mallory.post('/account', { what })).status()).toBe(400);
    expect((await mallory.post('/account.data', { what })).status()).toBe(400);
  });

  it.each(['', 'x', '-1', '1e3', '9'.repeat(30)])('orders nothing for a total of %j', async (total) => {
    expect((await mallory.post('/checkout', { ...checkout(), total })).status()).toBe(400);
  });

  it('gets what nobody else may keep, whatever form it comes in', async () => {
    for (const path of [
      '/orders',
      '/orders.data',
      '/account.data',
      orderOfMallory,
      '/checkout',
      '/suggestions?q=emma',
    ]) {
      const { 'cache-control': kept, 'content-security-policy': policy } = (await mallory.get(path)).headers();
      expect([path, kept]).toEqual([path, 'private, no-store']);
      expect(policy).toContain("frame-ancestors 'none'");
    }
  });

  it('follows an order in sixteen places at once, and takes none by only asking how it would be', async () => {
    const watch = `${shop.storefront.origin}${orderOfMallory}/changes?after=99`;
    const headers = { cookie: await mallory.cookies() };
    for (let times = 0; times < 20; times += 1) {
      expect((await fetch(watch, { method: 'HEAD', headers })).status).toBe(200);
    }
    const left = new AbortController();
    const answers = await Promise.all(Array.from({ length: 17 }, () => fetch(watch, { headers, signal: left.signal })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(16).fill(200), 204]);
    left.abort();
    const again = async () => {
      await using ended = new AsyncDisposableStack();
      const one = new AbortController();
      ended.defer(() => one.abort());
      return (await fetch(watch, { headers, signal: one.signal })).status;
    };
    await expect.poll(again).toBe(200);
  });

  it('is signed out wherever their cookie went, also in a copy of it', async () => {
    const [somebody, order] = await buyer();
    const headers = { cookie: await somebody.cookies() };
    const look = () => fetch(`${shop.storefront.origin}${order}`, { headers, redirect: 'manual' });
    expect((await look()).status).toBe(200);
    await somebody.post('/sign-out', {});
    expect((await look()).headers.get('location')).toContain('/sign-in');
  });

  it('is led to the sign-in from every page, once the session has ended', async () => {
    const headers = { cookie: await endedSession(shop) };
    const paths = ['/staff', '/staff/orders', '/staff/imports', '/staff/imports/x', '/staff/imports/x/refused.csv'];
    for (const path of ['/orders', orderOfAda, '/account', ...paths]) {
      const answer = await fetch(`${shop.storefront.origin}${path}`, { headers, redirect: 'manual' });
      expect([path, answer.headers.get('location')]).toEqual([
        path,
        `/sign-in?${new URLSearchParams({ to: path }).toString()}`,
      ]);
    }
  });

  it('is led to the sign-in by what a browser loads in place of a page, too', async () => {
    const headers = { cookie: await endedSession(shop) };
    for (const path of ['/orders', orderOfAda, '/account', '/staff', '/staff/orders', '/staff/imports']) {
      const answer = await fetch(`${shop.storefront.origin}${path}.data`, { headers });
      const to = `/sign-in?${new URLSearchParams({ to: path }).toString()}`;
      expect([path, answer.status, await answer.text()]).toEqual([path, 202, expect.stringContaining(to)]);
    }
  });

  it('has cookies that go over HTTPS alone, where the shop is known by that', async () => {
    const storefront = await startStorefront(shop.mesh, { settings: { PUBLIC_ORIGIN: 'https://shop.example' } });
    await using ended = new AsyncDisposableStack();
    ended.defer(() => storefront.stop());
    const somebody = await stranger(shop.browser, storefront.origin, 'https://shop.example');
    const account = { name: 'Ada', email: `${randomUUID()}@example.com`, password: PASSWORD };
    const { 'set-cookie': cookie, 'strict-transport-security': strict } = (
      await somebody.post('/sign-up', account)
    ).headers();
    expect(cookie).toMatch(/^__Host-session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Expires=[^;]+; Secure$/);
    expect(strict).toBe('max-age=31536000');
  });
});

/** The form of a checkout, for a book of $12.99. */
const checkout = () => ({
  ...{ request: randomUUID(), total: '1299', currency: 'USD', method: 'pm_card_visa' },
  ...{ recipient: 'Ada Lovelace', street: '12 St James Square', city: 'London', country: 'GB' },
});

/** The cookie of a member of staff whose tokens are good for nothing any more. */
async function endedSession({ mesh: { dataDirectory } }: OpenShop): Promise<string> {
  const secret = readFileSync(join(dataDirectory, 'secrets', 'cookie-key'), 'utf8').trim();
  const ids = { userId: randomUUID(), sessionId: randomUUID() };
  const ended = { accessTokenExpireTime: new Date(0), refreshTokenExpireTime: new Date(Date.now() + 60_000) };
  const tokens = { ...ids, ...ended, accessToken: 'none', refreshToken: 'none' };
  const user = { userId: ids.userId, displayName: 'Clerk', role: 'STAFF' };
  const sealed = await CookieSealer.create(secret, false).seal(
    'session',
    { tokens, user },
    tokens.refreshTokenExpireTime,
  );
  return sealed.split(';', 1)[0] ?? '';
}
