// The search field, which completes what is typed by code that comes only when somebody begins to.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserProblem, visit } from './browser.ts';
import { type OpenShop, openShop } from './shop.ts';

const CODE = '**/search-completion-*.js';

describe.skipIf(browserProblem !== undefined)('the search field', () => {
  let shop: OpenShop;
  beforeAll(async () => void (shop = await openShop(BOOKS)));
  afterAll(() => shop[Symbol.asyncDispose]());
  const enter = () => visit(shop.browser, shop.storefront.origin);
  const fieldOf = (page: Page) => page.getByLabel('Search books');

  it('completes what is typed, by the keyboard alone', async () => {
    const { page, complaints } = await enter();
    await page.goto('/');
    await fieldOf(page).focus();
    await page.keyboard.type('persua');
    await page.getByRole('option', { name: /Persuasion/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Persuasion' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('keeps what was typed, and the caret, while its code was on the way', async () => {
    const { page, complaints } = await enter();
    const code = Promise.withResolvers<undefined>();
    await page.route(CODE, async (route) => {
      await code.promise;
      await route.continue();
    });
    await page.goto('/');
    const asked = page.waitForRequest(CODE);
    await fieldOf(page).focus();
    await asked;
    await page.keyboard.type('prsuasion');
    await fieldOf(page).evaluate((field: HTMLInputElement) => field.setSelectionRange(1, 1));
    code.resolve(undefined);
    await page.getByRole('combobox', { name: 'Search books' }).waitFor();
    await page.keyboard.type('e');
    expect(await fieldOf(page).inputValue()).toBe('persuasion');
    await page.getByRole('option', { name: /Persuasion/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('finds books though its code never comes', async () => {
    const { page } = await enter();
    await page.route(CODE, (route) => route.abort());
    await page.goto('/');
    await fieldOf(page).click();
    await page.keyboard.type('odissey');
    await page.keyboard.press('Enter');
    await page.getByText(/Nothing is called quite that/).waitFor();
    expect(await page.getByRole('link', { name: /The Odyssey/ }).count()).toBe(1);
  });

  it('shows what the page was searched for, wherever one goes', async () => {
    const { page, complaints } = await enter();
    await page.goto('/books?q=emma');
    await fieldOf(page).click();
    await page.getByRole('combobox', { name: 'Search books' }).waitFor();
    expect(await fieldOf(page).inputValue()).toBe('emma');
    await fieldOf(page).fill('something else');
    await page.getByRole('link', { name: 'Bookstore', exact: true }).click();
    await page.getByRole('heading', { name: 'New in the shop' }).waitFor();
    expect(await fieldOf(page).inputValue()).toBe('');
    await page.goBack();
    await page.getByRole('heading', { name: 'Books for “emma”' }).waitFor();
    expect(await fieldOf(page).inputValue()).toBe('emma');
    expect(complaints).toEqual([]);
  });
});

const BOOKS = [
  ['The Odyssey', 'Homer', 20],
  ['Persuasion', 'Jane Austen', 20],
  ['Emma', 'Jane Austen', 20],
] as const;
