// Whom a page bars: by axe-core on every page in every state, by a narrow window, by a mouse that is not there.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersAt, barriersOf, browserProblem, visit, WINDOWS } from './browser.ts';
import { addBook, type OpenShop, openShop } from './shop.ts';
import { fillAddress, fillCart, order, orderIdOf, toCheckout } from './shopper.ts';

const EMPTY = ['/cart', '/checkout', '/orders', '/sign-in', '/sign-up', '/forgotten-password', '/new-password'];
const FILLED = ['/', '/books', '/books?q=odissey', '/books?subject=Classics', '/books?q=zzzz', '/cart', '/checkout'];
const REST = ['/orders', '/account', '/no-such-page', '/books/00000000-0000-0000-0000-000000000000'];

describe.skipIf(browserProblem !== undefined)('nobody is barred', () => {
  let shop: OpenShop;
  beforeAll(async () => void (shop = await openShop(BOOKS)));
  afterAll(() => shop[Symbol.asyncDispose]());

  it.each(WINDOWS)('from any page, in a window of $viewport.width by $viewport.height', async (size) => {
    const { page, complaints } = await visit(shop.browser, shop.storefront.origin, size);
    const barriers: string[] = [];
    for (const path of EMPTY) barriers.push(...(await barriersAt(page, path)));
    await toCheckout(page, 'dracula', 'Dracula');
    for (const path of [...FILLED, ...REST]) barriers.push(...(await barriersAt(page, path)));
    expect(barriers).toEqual([]);
    expect(complaints.filter((each) => !each.includes('404'))).toEqual([]);
  });

  it.each(WINDOWS)('by a fault or an order, in a window of $viewport.width by $viewport.height', async (size) => {
    const { page } = await visit(shop.browser, shop.storefront.origin, size);
    const barriers: string[] = [];
    const look = async (what: string) => barriers.push(...(await barriersOf(page, what)));
    const scarce = await addBook(shop.clerk, [`Scarce ${size.colorScheme}`, 'Nobody', 2]);
    await toCheckout(page, 'scarce', scarce.title);
    await fillAddress(page);
    await page.getByLabel(/Your bank refuses/).check();
    await order(page);
    await page.getByRole('alert').waitFor();
    await look('a refused card');
    await page.getByLabel('Postal code').fill('1'.repeat(40));
    await order(page);
    await page.locator('[aria-invalid=true]').waitFor();
    await look('a postal code that is none');
    await page.getByLabel('Postal code').fill('SW1Y 4LE');
    await page.getByLabel(/Your bank asks you/).check();
    await order(page);
    await page.getByRole('button', { name: 'Confirm the payment' }).waitFor();
    await page.goto(`${shop.storefront.origin}/orders`);
    await page.getByRole('link', { name: /^Waiting for your payment/ }).click();
    await page.getByRole('heading', { name: 'Waiting for your payment' }).waitFor();
    await look('an unpaid order');
    await page.getByRole('link', { name: 'Confirm the payment' }).click();
    await page.getByRole('button', { name: 'Confirm the payment' }).click();
    await page.getByRole('heading', { name: 'Paid, being packed' }).waitFor();
    await look('a paid order');
    await shop.clerk.orders.ship(orderIdOf(page), { carrier: 'Royal Mail', trackingNumber: 'RM 1' });
    await page.getByRole('heading', { name: 'On its way' }).waitFor();
    await look('a sent order');
    await shop.clerk.orders.complete(orderIdOf(page));
    await page.getByRole('heading', { name: 'Arrived' }).waitFor();
    await look('an order that arrived');
    await fillCart(page, 'scarce', scarce.title);
    await shop.clerk.books.retire(scarce.bookId);
    barriers.push(...(await barriersAt(page, '/cart?late')));
    expect(barriers).toEqual([]);
  });

  it('by having no mouse', async () => {
    const { page, complaints } = await visit(shop.browser, shop.storefront.origin);
    await page.goto('/');
    await page.keyboard.press('Tab');
    await press(page, 'Skip to the content', 'Enter');
    await page.goto('/');
    await tabTo(page, 'Search books');
    await page.keyboard.type('odissey');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Books for “odissey”' }).waitFor();
    await press(page, 'The Odyssey', 'Enter');
    await page.getByRole('heading', { level: 1, name: 'The Odyssey' }).waitFor();
    await press(page, 'Add to cart', 'Enter');
    await page.getByRole('heading', { name: 'Your cart' }).waitFor();
    await press(page, 'Check out', 'Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await press(page, 'Make an account', 'Enter');
    await page.getByRole('heading', { name: 'Make an account' }).waitFor();
    await type(page, 'Your name', 'Grace Hopper');
    await type(page, 'E-mail address', 'grace@example.com');
    await type(page, 'Password', 'correct horse battery');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Check out' }).waitFor();
    await type(page, 'Name', 'Grace Hopper');
    await type(page, 'Street and number', '1 Navy Yard');
    await type(page, 'City', 'New York');
    await press(page, 'Order and pay $12.99', 'Enter');
    await page.getByRole('heading', { name: 'Paid, being packed' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

/** Goes by the tab key until what has this name, or begins with it, has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    const reached = await page.evaluate(() => {
      const { activeElement: it } = document;
      const label = it instanceof HTMLInputElement ? it.labels?.[0]?.textContent : undefined;
      const shown = it?.cloneNode(true) as Element | undefined;
      shown?.querySelectorAll('[aria-hidden=true]').forEach((each) => each.remove());
      return (it?.getAttribute('aria-label') ?? label ?? shown?.textContent ?? '').trim();
    });
    if (reached.startsWith(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the tab key does not lead to "${name}"`);
}

async function press(page: Page, name: string, key: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

const BOOKS = [
  ['The Odyssey', 'Homer', 20],
  ['Dracula', 'Bram Stoker', 20],
] as const;
