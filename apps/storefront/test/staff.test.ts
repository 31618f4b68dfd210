// The staff's day in a real browser: books, stock, lists, orders and people; with JavaScript off where it is essential.
import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Book, Bookstore, parseMoney } from '@bookstore/client';
import { type EmbeddedMesh, startEmbeddedMesh, startStorefront, type Storefront } from '@bookstore/mesh';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOf, browserProblem, launchBrowser, visit } from './browser.ts';

const STAFF = { email: 'staff@shop.example', password: 'a long enough passphrase' };
const WINDOWS = [
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

if (browserProblem !== undefined)
  process.stdout.write(`storefront: staff not tested in a browser: ${browserProblem}\n`);

describe.skipIf(browserProblem !== undefined)('the pages for staff', () => {
  const cleanup = new AsyncDisposableStack();
  let mesh: EmbeddedMesh;
  let storefront: Storefront;
  let browser: Browser;
  let clerk: Bookstore;
  let titles = 0;

  beforeAll(async () => {
    const folder = cleanup.use(mkdtempDisposableSync(join(tmpdir(), 'bookstore-staff-')));
    mesh = cleanup.adopt(await startEmbeddedMesh({ dataDirectory: folder.path, staff: STAFF }), (started) =>
      started.stop(),
    );
    storefront = cleanup.adopt(await startStorefront(mesh), (started) => started.stop());
    browser = cleanup.adopt(await launchBrowser(), (started) => started.close());
    clerk = cleanup.use(new Bookstore(mesh.door));
    await clerk.account.signIn(STAFF);
  });
  afterAll(() => cleanup.disposeAsync());

  /** A member of staff, signed in, at one of their pages. */
  async function atWork(path: string, options: BrowserContextOptions = {}) {
    const visited = await visit(browser, storefront.origin, options);
    const { page } = visited;
    await page.goto(`/sign-in?${new URLSearchParams({ to: path }).toString()}`);
    await page.getByLabel('E-mail address').fill(STAFF.email);
    await page.getByLabel('Password').fill(STAFF.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Staff' }).waitFor();
    return visited;
  }

  function addBook(stock = 10): Promise<Book> {
    titles += 1;
    const title = `The ${titles}. Book`;
    return clerk.books.add({ title, authors: ['Somebody'], price: parseMoney('12.99', 'USD'), initialStock: stock });
  }

  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

  it.each([true, false])('takes in a book by hand, with JavaScript: %s', async (javaScriptEnabled) => {
    const { page, complaints } = await atWork('/staff/books', { javaScriptEnabled });
    const title = `Persuasion, ${javaScriptEnabled ? 'alive' : 'still'}`;
    await page.getByRole('link', { name: 'Add a book' }).click();
    await page.getByLabel('Title', { exact: true }).fill(title);
    await page.getByLabel('Authors').fill('Jane Austen\nSomebody Else');
    await page.getByLabel('ISBN').fill('978-0-14-143968-5');
    await page.getByLabel('Price').fill('9.5');
    await page.getByLabel('Copies in the house').fill('7');
    await page.getByRole('button', { name: 'Add it' }).click();
    expect(await page.getByText('This is no ISBN').textContent()).toContain('last digit');
    await page.getByLabel('ISBN').fill('');
    await page.getByRole('button', { name: 'Add it' }).click();
    await heading(page, title).waitFor();

    await page.goto(`/staff/books?${new URLSearchParams({ q: title }).toString()}`);
    const row = page.getByRole('row', { name: title });
    expect(await row.textContent()).toMatch(/Jane Austen, Somebody Else.*\$9\.50.*7/);
    expect(complaints.filter((each) => !each.includes('409'))).toEqual([]);
  });

  it('shows what somebody else has saved meanwhile, and keeps what was typed', async () => {
    const book = await addBook();
    const { page } = await atWork(`/staff/books/${book.bookId}/edit`);
    await page.getByLabel('Title', { exact: true }).fill('Emma, mine');
    await page.getByLabel('Publisher').fill('My house');
    await clerk.books.update(book.bookId, { title: 'Emma, theirs', price: parseMoney('15', 'USD') });
    await page.getByRole('button', { name: 'Save' }).click();

    expect(await page.getByRole('alert').textContent()).toContain('Nothing of yours is lost');
    expect(await page.getByText('In the shop now').first().locator('..').textContent()).toContain('Emma, theirs');
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Emma, mine');
    expect(await page.getByLabel('Price').inputValue()).toBe('15.00');
    expect((await clerk.books.get(book.bookId)).title).toBe('Emma, theirs');
    await page.getByRole('button', { name: 'Save mine' }).click();
    await heading(page, 'Emma, mine').waitFor();
    const { title, publisher, price } = await clerk.books.get(book.bookId);
    expect({ title, publisher, price }).toEqual({
      ...{ title: 'Emma, mine', publisher: 'My house' },
      price: parseMoney('15', 'USD'),
    });
  });

  it('lets go of what was typed for what is there, without JavaScript', async () => {
    const book = await addBook();
    const { page } = await atWork(`/staff/books/${book.bookId}/edit`, { javaScriptEnabled: false });
    await page.getByLabel('Title', { exact: true }).fill('Dracula, mine');
    await page.getByLabel('Publisher').fill('My house');
    await clerk.books.update(book.bookId, { title: 'Dracula, theirs' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Take this for Title' }).click();
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Dracula, theirs');
    await page.getByRole('button', { name: 'Save mine' }).click();
    const { title, publisher } = await clerk.books.get(book.bookId);
    expect({ title, publisher }).toEqual({ title: 'Dracula, theirs', publisher: 'My house' });
  });

  it('puts down once what was sent twice, and tells why copies cannot go', async () => {
    const book = await addBook(3);
    const { page } = await atWork(`/staff/books/${book.bookId}`, { javaScriptEnabled: false });
    const send = async (why: string, copies: string) => {
      await page.getByLabel('What happened').selectOption({ label: why });
      await page.getByLabel('How many copies').fill(copies);
      await page.getByRole('button', { name: 'Put it down' }).click();
    };
    const request = await page.locator('input[name=request]').inputValue();
    const form = { what: 'adjust', request, why: 'received', quantity: '4', note: '' };
    for (let times = 0; times < 2; times += 1) {
      await page.request.post(page.url(), { form, headers: { origin: storefront.origin } });
    }
    await page.reload();
    expect((await clerk.books.get(book.bookId)).stock.onHand).toBe(7);
    await send('Copies were damaged', '8');
    expect(await page.getByRole('alert').textContent()).toContain('there are 7 copies in the house');
    const movements = await page.getByRole('region', { name: 'How they came and went' }).textContent();
    expect(movements).toMatch(/Delivery.*\+4.*First stock.*\+3/);
  });

  it('retires a book', async () => {
    const book = await addBook();
    const { page } = await atWork(`/staff/books/${book.bookId}`);
    await page.getByText('Stop selling this book').click();
    await page.getByLabel('Yes, nobody shall order it any more').check();
    await page.getByRole('button', { name: 'Retire it' }).click();
    await page.getByText('Retired', { exact: true }).waitFor();
    expect((await clerk.books.get(book.bookId)).status).toBe('RETIRED');
  });

  it.each(WINDOWS)('bar nobody, in a window of $viewport.width by $viewport.height', async (size) => {
    const book = await addBook();
    const { page, complaints } = await atWork('/staff', size);
    const paths = ['/staff', '/staff/books', '/staff/books/new', `/staff/books/${book.bookId}`];
    const barriers: string[] = [];
    for (const path of [...paths, `/staff/books/${book.bookId}/edit`]) {
      await page.goto(path);
      barriers.push(...(await barriersOf(page)).map((barrier) => `${path} ${barrier}`));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) barriers.push(`${path} is ${overflow} px wider than the window`);
    }
    expect(barriers).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
