import { randomUUID } from 'node:crypto';
import { Bookstore } from '@bookstore/client';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type Visit, visit } from '../browser.ts';
import { addBook, type OpenShop, type ShelfBook, STAFF } from '../shop.ts';
import { PASSWORD } from '../shopper.ts';

/** A member of staff, signed in, at one of their pages. */
export async function atWork(shop: OpenShop, path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const visited = await visit(shop.browser, shop.storefront.origin, options);
  const { page } = visited;
  await page.goto(`/sign-in?${new URLSearchParams({ to: path }).toString()}`);
  await page.getByLabel('E-mail address').fill(STAFF.email);
  await page.getByLabel('Password').fill(STAFF.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Staff' }).waitFor();
  return visited;
}

/** What a page says that it is about. */
export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name });
}

/** A book that no other test has. */
export function newBook(copies = 10): ShelfBook {
  return [`The Book of ${randomUUID().slice(0, 8)}`, 'Somebody', copies];
}

/** An order of one copy of a book, by a buyer who has never been here; `payAt` is where their bank asks them. */
export async function placeOrder(shop: OpenShop, paymentMethod = 'pm_card_visa') {
  const book = await addBook(shop.clerk, newBook());
  const email = `buyer-${randomUUID().slice(0, 8)}@example.com`;
  using buyer = new Bookstore(shop.mesh.door);
  await buyer.account.register({ email, password: PASSWORD, displayName: 'Ada' });
  await buyer.account.signIn({ email, password: PASSWORD });
  const street = { recipient: 'Ada Lovelace', addressLines: ['12 St James Square'] };
  const shippingAddress = { ...street, locality: 'London', regionCode: 'GB' };
  const lines = [{ bookId: book.bookId, quantity: 1 }];
  const { orderId, nextAction } = await buyer.orders.place({ lines, shippingAddress, paymentMethod });
  return { orderId, email, book, payAt: nextAction?.redirectUrl ?? '' };
}
