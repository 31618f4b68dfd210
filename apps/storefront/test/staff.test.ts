// The staff's day in a real browser: books, stock, lists, orders and people; with JavaScript off where it is essential.
import { existsSync, mkdtempDisposableSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Book, Bookstore, parseMoney } from '@bookstore/client';
import { type EmbeddedMesh, startEmbeddedMesh, startStorefront, type Storefront } from '@bookstore/mesh';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOf, browserProblem, launchBrowser, visit } from './browser.ts';

const STAFF = { email: 'staff@shop.example', password: 'a long enough passphrase' };
const REAL = join(import.meta.dirname, '../../../../shared/data/goodbooks-10k/books.csv');
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

  /** An order of one copy, paid, by somebody who has never been here. */
  async function placeOrder() {
    const book = await addBook();
    const email = `buyer${titles}@example.com`;
    const buyer = cleanup.use(new Bookstore(mesh.door));
    await buyer.account.register({ email, password: 'correct horse battery', displayName: 'Ada' });
    await buyer.account.signIn({ email, password: 'correct horse battery' });
    const to = {
      recipient: 'Ada Lovelace',
      addressLines: ['12 St James Square'],
      locality: 'London',
      regionCode: 'GB',
    };
    const lines = [{ bookId: book.bookId, quantity: 1 }];
    const order = await buyer.orders.place({ lines, shippingAddress: to, paymentMethod: 'pm_card_visa' });
    return { orderId: order.orderId, email, book };
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

  it.each([true, false])(
    'sends an order and puts it down as arrived, with JavaScript: %s',
    async (javaScriptEnabled) => {
      const { orderId, email } = await placeOrder();
      const { page, complaints } = await atWork('/staff/orders', { javaScriptEnabled });
      await page.getByLabel("Buyer's e-mail address").fill(email);
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByRole('link', { name: 'Send it to Ada Lovelace' }).click();
      await page.getByLabel('Carrier').fill('Royal Mail');
      await page.getByLabel('Tracking number').fill('RM 1815');
      await page.getByRole('button', { name: 'It is on its way' }).click();
      await heading(page, 'On its way').waitFor();
      expect(await page.getByRole('region', { name: 'Its way' }).textContent()).toMatch(
        /Ordered.*Paid.*Sent.*by staff/,
      );

      await page.goto(`/staff/orders?${new URLSearchParams({ status: 'SHIPPED', buyer: email }).toString()}`);
      await page.getByRole('button', { name: 'It arrived at Ada Lovelace' }).click();
      await page.getByText('Put down as arrived.').waitFor();
      expect((await clerk.orders.get(orderId)).order.status).toBe('COMPLETED');
      expect(complaints).toEqual([]);
    },
  );

  it('gives back a part once, however often it is sent, then all that is left, and no more', async () => {
    const { orderId } = await placeOrder();
    const { page } = await atWork(`/staff/orders/${orderId}`, { javaScriptEnabled: false });
    const request = await page.locator('input[name=request]').inputValue();
    const form = { what: 'refund', request, currency: 'USD', amount: '2.50', reason: 'a torn cover' };
    for (let times = 0; times < 2; times += 1) {
      await page.request.post(page.url(), { form, headers: { origin: storefront.origin } });
    }
    await page.reload();
    await page.getByText('Give money back').click();
    const amount = page.getByLabel('How much, in USD');
    expect(await amount.inputValue()).toBe('10.49');
    await amount.fill('10.50');
    await page.getByLabel('Yes, send it back').check();
    await page.getByRole('button', { name: 'Give it back' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('more than is left');
    await page.getByLabel('Yes, send it back').check();
    await page.getByRole('button', { name: 'Give it back' }).click();
    expect(await page.getByRole('region', { name: 'Books and money' }).textContent()).toMatch(/−\$2\.50.*−\$10\.49/);
    expect(await page.getByText('Give money back').count()).toBe(0);
  });

  it('calls an order off, which frees its copies', async () => {
    const { orderId, book } = await placeOrder();
    const { page } = await atWork(`/staff/orders/${orderId}`);
    await page.getByText('Call the order off').click();
    await page.getByLabel('Why', { exact: true }).last().fill('the buyer called');
    await page.getByRole('button', { name: 'Call it off' }).click();
    await heading(page, 'Called off').waitFor();
    expect(await page.textContent('main')).toContain('the buyer called');
    await expect.poll(async () => (await clerk.books.get(book.bookId)).stock.available).toBe(10);
  });

  async function upload(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await page.goto('/staff/imports');
    await page.getByRole('radio', { name: 'goodbooks-10k' }).check();
    await page.getByRole('textbox', { name: 'Price' }).fill('12.99');
    await page.getByRole('textbox', { name: 'Copies' }).fill('20');
    await page.getByLabel('The file').setInputFiles(file);
    await page.getByRole('button', { name: 'Upload it' }).click();
  }

  it('takes in ten thousand real books through the page, and gives back the rows that were refused', async () => {
    const { page, complaints } = await atWork('/staff/imports');
    await upload(page, existsSync(REAL) ? REAL : listOf(10_000, 'large'));
    await heading(page, 'Taking it in').waitFor();
    await heading(page, 'It is in').waitFor();
    const [refused, added] = existsSync(REAL) ? [23, 9_977] : [1, 9_999];
    expect(await page.getByRole('region', { name: 'How far it is' }).textContent()).toContain(
      added.toLocaleString('en'),
    );
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download them' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines[0]).toBe('\uFEFFline,title,isbn,reason,field,message');
    expect(lines.slice(1).filter((line) => line.includes('INVALID_ISBN'))).toHaveLength(refused);
    expect(complaints).toEqual([]);
  });

  it('takes in a list without JavaScript, the same rows once, and says at which line a file is broken', async () => {
    const { page } = await atWork('/staff/imports', { javaScriptEnabled: false });
    const small = listOf(20, 'small');
    for (const added of ['19', '0']) {
      await upload(page, small);
      while ((await page.getByRole('link', { name: 'Look again' }).count()) > 0) await page.reload();
      expect(await heading(page, 'It is in').count()).toBe(1);
      const figures = page.getByRole('region', { name: 'How far it is' });
      expect(await figures.locator('dd').first().textContent()).toBe(added);
    }
    await upload(page, { ...small, buffer: Buffer.concat([small.buffer, Buffer.from('x,"broken')]) });
    while ((await page.getByRole('link', { name: 'Look again' }).count()) > 0) await page.reload();
    expect(await page.getByRole('alert').textContent()).toContain('cannot be read on from line 22');
    await page.goto('/staff/imports/00000000-0000-4000-8000-000000000000');
    expect(await heading(page, /not known any more/).count()).toBe(1);
  });

  it('makes somebody staff, and lets nobody lock the shop up', async () => {
    const { email } = await placeOrder();
    const { page } = await atWork('/staff/users');
    await page.getByLabel('E-mail address, or its beginning').fill(email);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('main').getByRole('link', { name: email }).click();
    await page.getByRole('radio', { name: /^Staff/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${email} · Staff`).waitFor();
    await page.getByRole('radio', { name: /^Buyer/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${email} · Buyer`).waitFor();

    await page.goto('/staff/users?role=STAFF');
    await page.getByRole('main').getByRole('link', { name: STAFF.email }).click();
    await page.getByRole('radio', { name: /^Buyer/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Nobody else is staff');
  });

  it('shows on the dashboard what was sold today, and what is low', async () => {
    const { book } = await placeOrder();
    const low = await addBook(0);
    const { page, complaints } = await atWork('/staff?days=7');
    await page.getByText('The same as a table').click();
    const rows = await page.getByRole('table').getByRole('row').allTextContents();
    expect(rows).toHaveLength(8);
    expect(rows.at(-1)).toMatch(/[1-9]\d*\$\d/);
    expect(await page.getByRole('region', { name: 'Best sellers' }).textContent()).toMatch(/copies/);
    expect(await page.getByRole('img', { name: /^Revenue by day in USD/ }).count()).toBeGreaterThan(0);
    await page.goto('/staff/books?show=none');
    await page.getByRole('link', { name: low.title, exact: true }).waitFor();
    expect(await page.getByRole('link', { name: book.title, exact: true }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('are not for shoppers, nor for anybody who is not signed in', async () => {
    const { email } = await placeOrder();
    const { page } = await visit(browser, storefront.origin);
    await page.goto('/staff/users');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'This room is for staff' }).waitFor();
    const { status } = await fetch(`${storefront.origin}/staff/imports/x/refused.csv`, { redirect: 'manual' });
    expect(status).toBe(302);
  });

  it.each(WINDOWS)('bar nobody, in a window of $viewport.width by $viewport.height', async (size) => {
    const book = await addBook();
    const { page, complaints } = await atWork('/staff', size);
    const { orderId } = await placeOrder();
    const { userId = '' } = (await clerk.orders.get(orderId)).order;
    const barriers: string[] = [];
    for (const path of pathsOf(book.bookId, orderId, userId)) {
      await page.goto(path);
      barriers.push(...(await barriersOf(page)).map((barrier) => `${path} ${barrier}`));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) barriers.push(`${path} is ${overflow} px wider than the window`);
    }
    expect(barriers).toEqual([]);
    // The browser itself tells of an answer that is not 200.
    expect(complaints.filter((each) => !each.includes('404'))).toEqual([]);
  });
});

/** A list of so many books, the first of which has an ISBN that is none. */
function listOf(length: number, key: string) {
  const head = 'book_id,isbn,authors,original_publication_year,title,language_code';
  const rows = Array.from(
    { length },
    (_, index) => `${key}${index},${index === 0 ? '812971060' : ''},Nobody,,Title ${index},eng`,
  );
  return { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`${[head, ...rows].join('\n')}\n`) };
}

function pathsOf(bookId: string, orderId: string, userId: string): readonly string[] {
  return [
    ...['/staff/orders', '/staff/orders?status=all&buyer=buyer', `/staff/orders/${orderId}`],
    ...['/staff', '/staff/users', `/staff/users/${userId}`],
    ...['/staff/imports', '/staff/imports/00000000-0000-4000-8000-000000000000'],
    ...['/staff/books', '/staff/books/new', `/staff/books/${bookId}`, `/staff/books/${bookId}/edit`],
  ];
}
