// What somebody sends who is no browser, and means no good.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserProblem } from './browser.ts';
import { type OpenShop, openShop } from './shop.ts';
import { say } from './wire.ts';

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
