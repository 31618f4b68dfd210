// What staff does with books and their copies; with JavaScript off where it is essential.
import { parseMoney } from '@bookstore/client';
import { beforeAll, expect, it } from 'vitest';
import { addBook, type OpenShop } from '../shop.ts';
import { atWork, heading, newBook } from './at-work.ts';

export function testBooks(open: () => OpenShop): void {
  let shop: OpenShop;
  beforeAll(() => void (shop = open()));

  it.each([true, false])('takes in a book by hand, with JavaScript: %s', async (javaScriptEnabled) => {
    const { page, complaints } = await atWork(shop, '/staff/books', { javaScriptEnabled });
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
    const book = await addBook(shop.clerk, newBook());
    const { page } = await atWork(shop, `/staff/books/${book.bookId}/edit`);
    await page.getByLabel('Title', { exact: true }).fill('Emma, mine');
    await page.getByLabel('Publisher').fill('My house');
    await shop.clerk.books.update(book.bookId, { title: 'Emma, theirs', price: parseMoney('15', 'USD') });
    await page.getByRole('button', { name: 'Save' }).click();

    expect(await page.getByRole('alert').textContent()).toContain('Nothing of yours is lost');
    expect(await page.getByText('In the shop now').first().locator('..').textContent()).toContain('Emma, theirs');
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Emma, mine');
    expect(await page.getByLabel('Price').inputValue()).toBe('15.00');
    expect((await shop.clerk.books.get(book.bookId)).title).toBe('Emma, theirs');
    await page.getByRole('button', { name: 'Save mine' }).click();
    await heading(page, 'Emma, mine').waitFor();
    const { title, publisher, price } = await shop.clerk.books.get(book.bookId);
    expect({ title, publisher, price }).toEqual({
      ...{ title: 'Emma, mine', publisher: 'My house' },
      price: parseMoney('15', 'USD'),
    });
  });

  it.each([true, false])('lets go of what was typed for what is there, JavaScript: %s', async (javaScriptEnabled) => {
    const book = await addBook(shop.clerk, newBook());
    const { page } = await atWork(shop, `/staff/books/${book.bookId}/edit`, { javaScriptEnabled });
    await page.getByLabel('Title', { exact: true }).fill('Dracula, mine');
    await page.getByLabel('Publisher').fill('My house');
    await shop.clerk.books.update(book.bookId, { title: 'Dracula, theirs' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Take this for Title' }).press('Enter');
    // The button is gone with that; who works by the keyboard stands in what it filled.
    await page.locator('input[name=title]:focus').waitFor();
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Dracula, theirs');
    await page.getByRole('button', { name: 'Save mine' }).click();
    await page.waitForURL(`**/staff/books/${book.bookId}`);
    const { title, publisher } = await shop.clerk.books.get(book.bookId);
    expect({ title, publisher }).toEqual({ title: 'Dracula, theirs', publisher: 'My house' });
  });

  it('puts down once what was sent twice, and tells why copies cannot go', async () => {
    const book = await addBook(shop.clerk, newBook(3));
    const { page } = await atWork(shop, `/staff/books/${book.bookId}`, { javaScriptEnabled: false });
    const send = async (why: string, copies: string) => {
      await page.getByLabel('What happened').selectOption({ label: why });
      await page.getByLabel('How many copies').fill(copies);
      await page.getByRole('button', { name: 'Put it down' }).click();
    };
    const request = await page.locator('input[name=request]').inputValue();
    const form = { what: 'adjust', request, why: 'received', quantity: '4', note: '' };
    for (let times = 0; times < 2; times += 1) {
      await page.request.post(page.url(), { form, headers: { origin: shop.storefront.origin } });
    }
    await page.reload();
    expect((await shop.clerk.books.get(book.bookId)).stock.onHand).toBe(7);
    await send('Copies were damaged', '8');
    expect(await page.getByRole('alert').textContent()).toContain('there are 7 copies in the house');
    const movements = await page.getByRole('region', { name: 'How they came and went' }).textContent();
    expect(movements).toMatch(/Delivery.*\+4.*First stock.*\+3/);
  });

  it('retires a book', async () => {
    const book = await addBook(shop.clerk, newBook());
    const { page } = await atWork(shop, `/staff/books/${book.bookId}`);
    await page.getByText('Stop selling this book').click();
    await page.getByLabel('Yes, nobody shall order it any more').check();
    await page.getByRole('button', { name: 'Retire it' }).click();
    await page.getByText('Retired', { exact: true }).waitFor();
    expect((await shop.clerk.books.get(book.bookId)).status).toBe('RETIRED');
  });
}
