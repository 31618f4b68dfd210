import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';

export const PASSWORD = 'correct horse battery';

/** Fills in the form for a new account, and sends it. Gives the address that the account is for. */
export async function signUp(page: Page): Promise<string> {
  const email = `ada-${randomUUID().slice(0, 8)}@example.com`;
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the account' }).click();
  return email;
}

/** Fills in where the parcel goes. */
export async function fillAddress(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
  await page.getByLabel('Street and number').fill('12 St James Square');
  await page.getByLabel('City', { exact: true }).fill('London');
  await page.getByLabel('Country', { exact: true }).selectOption('GB');
}

/** From the front page to a book, which goes into the cart. */
export async function fillCart(page: Page, words: string, title: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Search books').fill(words);
  // What is typed may have been completed by now, or not; while books are offered there is nothing else for screen readers.
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: title }).first().click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('heading', { name: 'Your cart' }).waitFor();
}

/** From the front page to the checkout, with an account that is made on the way. Gives the account's address. */
export async function toCheckout(page: Page, words: string, title: string): Promise<string> {
  await fillCart(page, words, title);
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByRole('link', { name: 'Make an account' }).click();
  const email = await signUp(page);
  await page.getByRole('heading', { name: 'Check out' }).waitFor();
  return email;
}

/** Sends the checkout off. */
export async function order(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Order and pay/ }).click();
}

/** Which order a page shows, by its address. */
export function orderIdOf(page: Page): string {
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}
