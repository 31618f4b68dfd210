// What staff sees first, and that no page of theirs bars anybody.
import { beforeAll, expect, it } from 'vitest';
import { barriersAt, WINDOWS } from '../browser.ts';
import { addBook, type OpenShop } from '../shop.ts';
import { atWork, newBook, placeOrder } from './at-work.ts';

export function testPages(open: () => OpenShop): void {
  let shop: OpenShop;
  beforeAll(() => void (shop = open()));

  it('shows on the dashboard what was sold today, and what is low', async () => {
    const { book } = await placeOrder(shop);
    const low = await addBook(shop.clerk, newBook(0));
    const { page, complaints } = await atWork(shop, '/staff?days=7');
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

  it.each(WINDOWS)('bar nobody, in a window of $viewport.width by $viewport.height', async (size) => {
    const book = await addBook(shop.clerk, newBook());
    const { page, complaints } = await atWork(shop, '/staff', size);
    const { orderId } = await placeOrder(shop);
    const { userId = '' } = (await shop.clerk.orders.get(orderId)).order;
    const barriers: string[] = [];
    for (const path of pathsOf(book.bookId, orderId, userId)) barriers.push(...(await barriersAt(page, path)));
    expect(barriers).toEqual([]);
    // The browser itself tells of an answer that is not 200.
    expect(complaints.filter((each) => !each.includes('404'))).toEqual([]);
  });
}

function pathsOf(bookId: string, orderId: string, userId: string): readonly string[] {
  return [
    ...['/staff/orders', '/staff/orders?status=all&buyer=buyer', `/staff/orders/${orderId}`],
    ...['/staff', '/staff/users', `/staff/users/${userId}`],
    ...['/staff/imports', '/staff/imports/00000000-0000-4000-8000-000000000000'],
    ...['/staff/books', '/staff/books/new', `/staff/books/${bookId}`, `/staff/books/${bookId}/edit`],
  ];
}
