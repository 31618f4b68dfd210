// The shopper's day in a real browser: a book by half of its title, a cart, an account, an order that is followed live
// while staff sends it; and the same with JavaScript off.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserProblem, visit } from './browser.ts';
import { type OpenShop, openShop } from './shop.ts';
import { fillAddress, order, orderIdOf, signUp, toCheckout } from './shopper.ts';

if (browserProblem !== undefined) process.stdout.write(`storefront: not tested in a browser: ${browserProblem}\n`);

describe.skipIf(browserProblem !== undefined)('the storefront', () => {
  let shop: OpenShop;
  beforeAll(async () => void (shop = await openShop(BOOKS)));
  afterAll(() => shop[Symbol.asyncDispose]());
  const enter = (options?: BrowserContextOptions) => visit(shop.browser, shop.storefront.origin, options);

  it('sells a book that is half remembered, and shows it being sent', async () => {
    const { page, complaints } = await enter();
    await toCheckout(page, 'odissey', 'The Odyssey');
    await fillAddress(page);
    await order(page);
    await page.getByRole('heading', { name: 'Paid, being packed' }).waitFor();

    await shop.clerk.orders.ship(orderIdOf(page), { carrier: 'Royal Mail', trackingNumber: 'RM 1815' });
    await page.getByRole('heading', { name: 'On its way' }).waitFor();
    expect(await page.textContent('main')).toContain('RM 1815');
    expect(await page.getByRole('link', { name: /^Cart/ }).textContent()).toBe('Cart');
    expect(complaints).toEqual([]);
  });

  it('sells without JavaScript, too', async () => {
    const { page } = await enter({ javaScriptEnabled: false });
    await toCheckout(page, 'persuasion', 'Persuasion');
    await fillAddress(page);
    await order(page);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Paid, being packed');
  });

  it('tells a refused card kindly, and sells by the next one with the same cart', async () => {
    const { page, complaints } = await enter();
    await toCheckout(page, 'emma', 'Emma');
    await fillAddress(page);
    await page.getByLabel(/Your bank refuses/).check();
    await order(page);
    expect(await page.getByRole('alert').textContent()).toContain('Nothing was charged');
    await page.getByLabel(/Visa ending in 4242/).check();
    await order(page);
    await page.getByRole('heading', { name: 'Paid, being packed' }).waitFor();
    // The browser itself tells of an answer that is not 200.
    expect(complaints.filter((each) => !each.includes('409'))).toEqual([]);
  });

  it('sells the last copy to one of two who order it at once', async () => {
    const shoppers = await Promise.all([1, 2].map(() => enter()));
    for (const { page } of shoppers) {
      await toCheckout(page, 'last copy', 'The Last Copy');
      await fillAddress(page);
    }
    const ends = await Promise.all(
      shoppers.map(async ({ page }) => {
        await order(page);
        const paid = page.getByRole('heading', { name: 'Paid, being packed' });
        const late = page.getByText(/Somebody was faster|Sold out since|Only 0 left/).first();
        await paid.or(late).waitFor();
        return (await paid.isVisible()) ? 'paid' : 'late';
      }),
    );
    expect(ends.sort()).toEqual(['late', 'paid']);
  });

  it('takes no form that another site sends', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${shop.storefront.origin}/cart`, {
        method: 'POST',
        headers,
        body: new URLSearchParams(),
        redirect: 'manual',
      });
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ origin: shop.storefront.origin, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send({})).status).toBe(403);
    expect((await send({ origin: shop.storefront.origin })).status).toBe(302);
  });

  it('leads nobody to another site after signing in', async () => {
    const { page } = await enter();
    await page.goto('/sign-in?to=//evil.example/');
    await page.getByRole('link', { name: 'Make an account' }).click();
    await signUp(page);
    await page.getByRole('link', { name: /Ada/ }).waitFor();
    expect(new URL(page.url()).origin).toBe(shop.storefront.origin);
  });

  it('leads to books first on a phone, with what narrows them behind a button, which a desk has open', async () => {
    const firstBook = (page: Page) => page.getByRole('link', { name: 'Emma' });
    const apply = (page: Page) => page.getByRole('button', { name: 'Apply' });
    const phone = await enter({ viewport: { width: 390, height: 844 } });
    await phone.page.goto('/books');
    expect((await firstBook(phone.page).boundingBox())?.y).toBeLessThan(500);
    expect(await apply(phone.page).isVisible()).toBe(false);
    await phone.page.getByText('Narrow the list').click();
    await apply(phone.page).waitFor();
    const desk = await enter();
    await desk.page.goto('/books');
    await apply(desk.page).waitFor();
    expect(await desk.page.getByText('Narrow the list').isVisible()).toBe(false);
  });
});

const BOOKS = [
  ['The Odyssey', 'Homer', 20],
  ['Persuasion', 'Jane Austen', 20],
  ['Emma', 'Jane Austen', 20],
  ['The Last Copy', 'Nobody', 1],
] as const;
