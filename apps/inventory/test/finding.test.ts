import { BookOrder } from '@bookstore/contracts/inventory/v1/inventory_service';
import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InventoryForTests } from './inventory-for-tests.ts';

describe('finding books over the wire', () => {
  let inventory: InventoryForTests;
  beforeAll(async () => {
    inventory = await InventoryForTests.start();
  });
  afterAll(() => inventory.stop());

  it('lists over pages, and takes a page token for its own list only', async () => {
    for (const title of ['Same', 'Same', 'Same']) await inventory.addBook({ title, authors: ['Paged'] }, 1n);
    const filter = { author: 'paged', inStock: true };
    const first = await inventory.anybody.listBooks({ filter, pageSize: 2, includeFacets: true });
    expect(first.facets[0]).toEqual({ field: 'author', values: [{ value: 'Paged', count: 3n }] });
    const second = await inventory.anybody.listBooks({ filter, pageSize: 2, pageToken: first.nextPageToken });
    expect(second.nextPageToken).toBe('');
    expect(new Set([...first.books, ...second.books].map(({ bookId }) => bookId)).size).toBe(3);

    const pageToken = first.nextPageToken;
    const tampered = pageToken.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'));
    for (const request of [
      { filter, pageToken: tampered },
      { filter, pageToken: 'nonsense' },
      { filter: { ...filter, inStock: false }, pageToken },
      { filter, orderBy: BookOrder.PRICE_ASCENDING, pageToken },
    ]) {
      expect(await refusal(inventory.anybody.listBooks(request))).toMatchObject({
        code: 'INVALID_ARGUMENT',
        reason: 'INVALID_PAGE_TOKEN',
        fields: ['page_token'],
      });
    }
    const elsewhere = inventory.anybody.searchBooks({ query: 'same', filter, pageToken });
    expect(await refusal(elsewhere)).toMatchObject({ reason: 'INVALID_PAGE_TOKEN' });
  });

  it('lists low stock over pages for staff, with a page token for that list only', async () => {
    for (const copies of [0n, 1n, 2n]) await inventory.addBook({ title: 'Low' }, copies);
    const first = await inventory.staff.listLowStock({ atMost: 2n, pageSize: 2 });
    expect(first.books.map(({ stock }) => stock?.available)).toEqual([0n, expect.any(BigInt)]);
    const { nextPageToken: pageToken } = first;
    const second = await inventory.staff.listLowStock({ atMost: 2n, pageToken });
    const [last] = second.books.slice(-1);
    expect(last?.stock?.available).toBe(2n);
    for (const request of [
      { atMost: 1n, pageToken },
      { atMost: 2n, pageToken: 'nonsense' },
    ]) {
      expect(await refusal(inventory.staff.listLowStock(request))).toMatchObject({ reason: 'INVALID_PAGE_TOKEN' });
    }
    const tooMany = inventory.staff.listLowStock({ atMost: 1001n });
    expect(await refusal(tooMany)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['at_most'] });
    expect(await refusal(inventory.anybody.listLowStock({}))).toMatchObject({ reason: 'UNAUTHENTICATED' });
  });

  it('searches over pages with a slip of spelling, and completes what is typed', async () => {
    for (const title of ['Zauberberg eins', 'Zauberberg zwei', 'Zauberberg drei']) await inventory.addBook({ title });
    const query = 'zauberbreg';
    const first = await inventory.anybody.searchBooks({ query, pageSize: 2 });
    expect(first).toMatchObject({ correctedQuery: 'zauberberg', books: [{}, {}] });
    const second = await inventory.anybody.searchBooks({ query, pageSize: 2, pageToken: first.nextPageToken });
    expect(second).toMatchObject({ correctedQuery: 'zauberberg', books: [{}], nextPageToken: '' });
    const other = inventory.anybody.searchBooks({ query: 'other', pageSize: 2, pageToken: first.nextPageToken });
    expect(await refusal(other)).toMatchObject({ reason: 'INVALID_PAGE_TOKEN' });
    const { suggestions } = await inventory.anybody.suggestBooks({ prefix: 'zauberberg d' });
    expect(suggestions).toMatchObject([{ title: 'Zauberberg drei', authors: ['Somebody'] }]);
  });

  it('refuses a filter that no language has, and an unknown order', async () => {
    const language = inventory.anybody.listBooks({ filter: { language: 'en-a' } });
    expect(await refusal(language)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['filter.language'] });
    const order = inventory.anybody.listBooks({ orderBy: 77 as never });
    expect(await refusal(order)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['order_by'] });
  });
});
