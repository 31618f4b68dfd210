// Takes the pictures of the README from a running shop: `npm run screenshots`. It opens a shop of its own with the first
// catalogue, goes through it as a shopper and as staff, on a wide screen in light and on a phone in dark.
import { createReadStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultFormat, openBookList } from '@bookstore/book-lists';
import { Bookstore, type ImportRow } from '@bookstore/client';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { browserProblem, visit } from '../test/browser.ts';
import { type OpenShop, openShop } from '../test/shop.ts';
import { fillAddress, fillCart, order, orderIdOf, PASSWORD, signUp } from '../test/shopper.ts';
import { atWork } from '../test/staff/at-work.ts';

const CATALOGUE = join(import.meta.dirname, '../../cli/seed/catalogue.csv');
const PICTURES = join(import.meta.dirname, '../docs');
const SCREENS: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
};

if (browserProblem !== undefined) {
  process.stderr.write(`screenshots: ${browserProblem}\n`);
  process.exit(1);
}
mkdirSync(PICTURES, { recursive: true });
await using shop = await openShop([]);
await shop.clerk.books.import(rows(), { source: 'first-catalogue' });
await sell(shop);
for (const [screen, options] of Object.entries(SCREENS)) {
  await asShopper(shop, options, screen);
  await asStaff(shop, options, screen);
}

async function asShopper({ browser, storefront, clerk }: OpenShop, options: BrowserContextOptions, screen: string) {
  const { page } = await visit(browser, storefront.origin, options);
  await page.goto('/');
  await take(page, 'front-page', screen);
  await fillCart(page, 'meditations', 'Meditations');
  await fillCart(page, 'odissey', 'The Odyssey');
  await page.goBack();
  await take(page, 'book', screen);
  await page.goto('/sign-up?to=/checkout');
  await signUp(page);
  await fillAddress(page);
  await take(page, 'checkout', screen);
  await order(page);
  await page.getByRole('heading', { name: 'Paid, being packed' }).waitFor();
  await send(clerk, orderIdOf(page));
  await page.getByRole('heading', { name: 'On its way' }).waitFor();
  await take(page, 'live-order', screen);
}

async function asStaff(shop: OpenShop, options: BrowserContextOptions, screen: string) {
  const { page } = await atWork(shop, '/staff', options);
  await take(page, 'staff', screen);
}

/** Orders of somebody else, so that staff has something to do. */
async function sell({ mesh, clerk }: OpenShop): Promise<void> {
  using shopper = new Bookstore(mesh.door);
  const account = { email: 'grace@example.com', password: PASSWORD, displayName: 'Grace Hopper' };
  await shopper.account.register(account);
  await shopper.account.signIn(account);
  const shippingAddress = { recipient: 'Grace', addressLines: ['1 Navy Yard'], locality: 'New York', regionCode: 'US' };
  for (const { bookId } of (await clerk.books.list({ pageSize: 9, inStock: true }).page()).items) {
    await shopper.orders.place({ lines: [{ bookId, quantity: 1 }], shippingAddress, paymentMethod: 'pm_card_visa' });
  }
}

async function send(clerk: Bookstore, orderId: string): Promise<void> {
  await clerk.orders.ship(orderId, { carrier: 'Royal Mail', trackingNumber: 'RM 1815 2026 GB' });
}

/** What is to be seen of a page without scrolling. */
async function take(page: Page, what: string, screen: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready.then(() => scrollTo(0, 0)));
  await page.screenshot({ path: join(PICTURES, `${what}-${screen}.png`), animations: 'disabled' });
  process.stdout.write(`screenshots: ${what}-${screen}.png\n`);
}

async function* rows(): AsyncGenerator<ImportRow> {
  const list = await openBookList(createReadStream(CATALOGUE), defaultFormat({}));
  for await (const listed of list.rows) if ('row' in listed) yield listed.row;
}
