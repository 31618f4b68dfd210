// What a page costs whoever opens it: the scripts that a browser fetches before anybody has touched anything, as they
// come over the wire.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserProblem, visit } from './browser.ts';
import { type OpenShop, openShop } from './shop.ts';
import { toCheckout } from './shopper.ts';

/** Bytes, compressed. */
const MOST = 100_000;

describe.skipIf(browserProblem !== undefined)('a page', () => {
  let shop: OpenShop;
  beforeAll(async () => void (shop = await openShop([['Emma', 'Jane Austen', 5]])));
  afterAll(() => shop[Symbol.asyncDispose]());

  it('is below 100 kB of JavaScript: front page, list, book and checkout', async () => {
    const { page } = await visit(shop.browser, shop.storefront.origin);
    await toCheckout(page, 'emma', 'Emma');
    const book = await shop.clerk.books.search('Emma').page();
    for (const path of ['/', '/books', `/books/${book.items[0]?.bookId}`, '/checkout']) {
      const scripts = await scriptsOf(page, path);
      expect(scripts.every(({ isCompressed }) => isCompressed)).toBe(true);
      const weight = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
      process.stdout.write(`storefront: ${path.slice(0, 12)} loads ${weight} bytes of JavaScript\n`);
      expect(weight).toBeGreaterThan(10_000);
      expect(weight).toBeLessThan(MOST);
    }
  });
});

/** The scripts of a page by a browser that has none of them yet. */
async function scriptsOf(page: Page, path: string) {
  const cache = await page.context().newCDPSession(page);
  await cache.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto(path, { waitUntil: 'networkidle' });
  return await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map(({ encodedBodySize, decodedBodySize }) => ({
        bytes: encodedBodySize,
        // What is too small to become smaller counts, too.
        isCompressed: encodedBodySize !== decodedBodySize || decodedBodySize < 100,
      })),
  );
}
