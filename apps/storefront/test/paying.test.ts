// What may come between a shopper and a book at the last moment: the bank, a new price, somebody who was faster.
import { parseMoney } from '@bookstore/client';
import { startStorefront } from '@bookstore/mesh';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserProblem, visit } from './browser.ts';
import { addBook, type OpenShop, openShop } from './shop.ts';
import { fillAddress, order, toCheckout } from './shopper.ts';

const WAYS = [
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const;

describe.skipIf(browserProblem !== undefined)('a checkout', () => {
  let shop: OpenShop;
  beforeAll(async () => void (shop = await openShop([['Emma', 'Jane Austen', 50]])));
  afterAll(() => shop[Symbol.asyncDispose]());
  const enter = (options?: BrowserContextOptions) => visit(shop.browser, shop.storefront.origin, options);

  it.each(WAYS)('tells of a new price, line by line, and sells at it, %s', async (_, javaScriptEnabled) => {
    const { page } = await enter({ javaScriptEnabled });
    const { bookId } = await addBook(shop.clerk, [`Rising ${javaScriptEnabled}`, 'Nobody', 5]);
    await toCheckout(page, 'rising', `Rising ${javaScriptEnabled}`);
    await fillAddress(page);
    await shop.clerk.books.update(bookId, { price: parseMoney('14.50', 'USD') });
    await order(page);
    await page.getByText('Now $14.50, was $12.99').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('the total is now $14.50. Nothing was charged');
    expect(await page.getByLabel('Street and number').inputValue()).toBe('12 St James Square');
    await order(page);
    await page.getByRole('heading', { name: 'Paid, being packed' }).waitFor();
    expect(await page.textContent('main')).toContain('$14.50');
  });

  it.each(WAYS)(
    'keeps the cart of whom somebody was faster than, and says which book, %s',
    async (_, javaScriptEnabled) => {
      const { page } = await enter({ javaScriptEnabled });
      const title = `Scarce ${javaScriptEnabled}`;
      const { bookId } = await addBook(shop.clerk, [title, 'Nobody', 1]);
      await toCheckout(page, 'scarce', title);
      await fillAddress(page);
      await shop.clerk.books.adjustStock(bookId, { quantity: -1, reason: 'DAMAGED' });
      await order(page);
      await page.getByRole('heading', { name: 'Your cart' }).waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('Nothing was charged, and your cart is as it was');
      expect(await page.getByRole('listitem').filter({ hasText: title }).textContent()).toContain('Sold out since');
    },
  );

  it.each(WAYS)(
    'leads to the bank where it wants to be asked, and back to the order, %s',
    async (_, javaScriptEnabled) => {
      const { page } = await enter({ javaScriptEnabled });
      await toCheckout(page, 'emma', 'Emma');
      await fillAddress(page);
      await page.getByLabel(/Your bank asks you to confirm/).check();
      await order(page);
      if (!javaScriptEnabled) await page.getByRole('link', { name: 'Confirm the payment' }).click();
      await page.getByRole('button', { name: 'Confirm the payment' }).click();
      await page.waitForURL(/\/orders\//);
      await page.getByRole('heading', { name: 'Paid, being packed' }).waitFor();
      expect(new URL(page.url()).origin).toBe(shop.storefront.origin);
    },
  );

  it('tells of a payment that was refused at the bank', async () => {
    const { page } = await enter();
    await toCheckout(page, 'emma', 'Emma');
    await fillAddress(page);
    await page.getByLabel(/Your bank asks you to confirm/).check();
    await order(page);
    await page.getByRole('button', { name: 'Refuse it' }).click();
    await page.getByRole('heading', { name: 'Payment refused' }).waitFor();
    expect(await page.textContent('main')).toContain('Nothing was charged');
  });

  it('has nothing of Stripe on any page while no key is set', async () => {
    const { page, complaints } = await enter();
    await toCheckout(page, 'emma', 'Emma');
    for (const path of ['/', '/cart', '/checkout']) {
      const answer = await page.goto(path);
      expect(answer?.headers()['content-security-policy']).not.toContain('stripe');
    }
    expect(complaints).toEqual([]);
  });

  it('lets Stripe in at the checkout alone where a key is set, and gets a token in place of a card', async () => {
    const settings = { STRIPE_PUBLISHABLE_KEY: 'pk_test_123' };
    const storefront = await startStorefront(shop.mesh, { settings });
    await using ended = new AsyncDisposableStack();
    ended.defer(() => storefront.stop());
    const { page } = await visit(shop.browser, storefront.origin);
    // In place of Stripe, which cannot be asked here.
    await page.route('https://js.stripe.com/**', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: STRIPE }),
    );
    await toCheckout(page, 'emma', 'Emma');
    await page.getByText('The card field of Stripe').waitFor();
    await fillAddress(page);
    await order(page);
    await page.getByRole('heading', { name: 'Paid, being packed' }).waitFor();
    for (const path of ['/', '/cart', '/orders']) {
      const answer = await page.goto(path);
      expect(answer?.headers()['content-security-policy']).not.toContain('stripe');
      expect(await page.locator('script[src*="stripe"]').count()).toBe(0);
    }
  });
});

const STRIPE = `window.Stripe = () => ({
  _registerWrapper() {},
  registerAppInfo() {},
  elements: () => ({ create: () => ({
    mount: (place) => { place.textContent = 'The card field of Stripe'; },
    destroy() {},
  }) }),
  createPaymentMethod: () => Promise.resolve({ paymentMethod: { id: 'pm_card_visa' } }),
});
window.Stripe.version = 'any';`;
