import { describe, expect, it, vi } from 'vitest';
import type { ImportProgress, ImportRow } from '../src/index.ts';
import { aBook, anOrder, SAMPLE_ID } from '../src/testing/index.ts';
import { failureOf, shopWith } from './shop.ts';

describe('lists', () => {
  const books = Array.from({ length: 7 }, (_, index) => aBook({ title: `Book ${index}` }));
  const inventory = {
    listBooks: ({ pageSize, pageToken }: { pageSize: number; pageToken: string }) => {
      const start = Number(pageToken || 0);
      const end = start + pageSize;
      const page = books.slice(start, end);
      return Promise.resolve({ books: page, nextPageToken: end < books.length ? String(end) : '', facets: [] });
    },
  };

  it('give item after item over all pages, and ask for a page only when it is needed', async () => {
    const { shop, standIn } = await shopWith({ inventory });
    const titles: string[] = [];
    for await (const book of shop.books.list({ pageSize: 3 })) {
      titles.push(book.title);
      if (titles.length === 4) break;
    }
    expect(titles).toEqual(['Book 0', 'Book 1', 'Book 2', 'Book 3']);
    expect(standIn.calls()).toHaveLength(2);
  });

  it('give one page with the token of the next', async () => {
    const { shop } = await shopWith({ inventory });
    const list = shop.books.list({ pageSize: 5 });
    const first = await list.page();
    const second = await list.page(first.nextPageToken);
    expect(first.items).toHaveLength(5);
    expect(second.items.map(({ title }) => title)).toEqual(['Book 5', 'Book 6']);
    expect(second.nextPageToken).toBeUndefined();
  });

  it('ask for five copies or fewer, unless another number is named', async () => {
    const limits: bigint[] = [];
    const listLowStock = ({ atMost }: { atMost: bigint }) => {
      limits.push(atMost);
      return Promise.resolve({ books: [aBook({ title: 'Low' })], nextPageToken: '' });
    };
    const { shop } = await shopWith({ inventory: { listLowStock } });
    expect((await shop.books.lowStock().page()).items[0]?.title).toBe('Low');
    await shop.books.lowStock({ atMost: 0 }).page();
    expect(limits).toEqual([5n, 0n]);
  });

  it('give page after page', async () => {
    const { shop } = await shopWith({ inventory });
    const sizes: number[] = [];
    for await (const page of shop.books.list({ pageSize: 3 }).pages()) sizes.push(page.items.length);
    expect(sizes).toEqual([3, 3, 1]);
  });
});

describe('what the shop sends', () => {
  it('comes out with names for states, numbers for counts and bigints for money', async () => {
    const { shop } = await shopWith({ orders: { getOrder: () => Promise.resolve({ order: anOrder(), refunds: [] }) } });
    const { order } = await shop.orders.get(SAMPLE_ID);
    expect(order).toMatchObject({
      status: 'PAID',
      version: 2,
      total: { currencyCode: 'EUR', minorUnits: 2598n },
      declineCode: undefined,
      lines: [{ quantity: 2, isbn: '9780140449136' }],
    });
  });

  it('comes out as UNRECOGNIZED where a newer shop has a state that is not known here', async () => {
    const later = anOrder({ status: 42 as never });
    const { shop } = await shopWith({ orders: { getOrder: () => Promise.resolve({ order: later, refunds: [] }) } });
    expect((await shop.orders.get(SAMPLE_ID)).order.status).toBe('UNRECOGNIZED');
  });

  it('is changed only in the fields that were handed in', async () => {
    const { shop, standIn } = await shopWith({ inventory: { updateBook: () => Promise.resolve({ book: aBook() }) } });
    await shop.books.update(SAMPLE_ID, { title: 'New', publishedYear: null, onHand: 3 }, { etag: 'e7' });
    expect(standIn.calls()[0]?.request).toMatchObject({
      etag: 'e7',
      updateMask: ['title', 'published_year', 'on_hand'],
      book: { title: 'New', publishedYear: undefined },
      onHand: 3n,
    });
  });
});

describe('imports', () => {
  const row = (line: number, description = ''): ImportRow => ({
    line,
    book: { title: `Title ${line}`, price: { currencyCode: 'EUR', minorUnits: 100n }, description },
    initialStock: 1,
  });

  const summary = { added: 0n, updated: 0n, unchanged: 0n, refused: 0n, refusedRows: [] };

  it('send at most 1,000 rows in a call, in batches of at most 500, and add up the answers', async () => {
    const sizes: number[] = [];
    const { shop } = await shopWith({
      inventory: {
        importBooks: async (messages) => {
          for await (const { part } of messages) sizes.push(part?.$case === 'batch' ? part.value.rows.length : -1);
          const refusedRows = [{ line: 7n, reason: 'INVALID_ISBN', field: 'book.isbn', message: 'no' }];
          return { added: 10n, updated: 3n, unchanged: 2n, refused: 1n, refusedRows };
        },
      },
    });
    const seen: number[][] = [];
    const onProgress = ({ rows, line, added }: ImportProgress) => seen.push([rows, line, added]);
    const rows = Array.from({ length: 2_200 }, (_, index) => row(index + 2));
    const result = await shop.books.import(rows, { source: 'test', onProgress });
    expect(sizes).toEqual([-1, 500, 500, -1, 500, 500, -1, 200]);
    expect(seen).toEqual([
      [1_000, 1_001, 10],
      [2_000, 2_001, 20],
      [2_200, 2_201, 30],
    ]);
    expect(result).toMatchObject({ added: 30, updated: 9, unchanged: 6, refused: 3 });
    expect(result.refusedRows).toHaveLength(3);
    expect(result.refusedRows[0]).toEqual({ line: 7, reason: 'INVALID_ISBN', field: 'book.isbn', message: 'no' });
  });

  it('of nothing ask the shop nothing', async () => {
    const { shop, standIn } = await shopWith({});
    expect(await shop.books.import([], { source: 'test' })).toMatchObject({ added: 0, refused: 0 });
    expect(standIn.calls()).toEqual([]);
  });

  it('keep a batch below what a message may hold', async () => {
    const sizes: number[] = [];
    const { shop } = await shopWith({
      inventory: {
        importBooks: async (messages) => {
          for await (const { part } of messages) if (part?.$case === 'batch') sizes.push(part.value.rows.length);
          return summary;
        },
      },
    });
    const rows = Array.from({ length: 400 }, (_, index) => row(index, '語'.repeat(10_000)));
    await shop.books.import(rows, { source: 'test' });
    expect(sizes.reduce((sum, size) => sum + size)).toBe(400);
    expect(Math.max(...sizes)).toBeLessThan(100);
  });

  it('read no further than a shop that does not take rows', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { shop } = await shopWith({
      inventory: {
        importBooks: async (messages) => {
          await held;
          let rows = 0n;
          for await (const { part } of messages) if (part?.$case === 'batch') rows += BigInt(part.value.rows.length);
          return { ...summary, added: rows };
        },
      },
    });
    let read = 0;
    function* list() {
      for (let line = 1; line <= 5_000; line += 1) {
        read = line;
        yield row(line);
      }
    }
    const importing = shop.books.import(list(), { source: 'test' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(read).toBeLessThanOrEqual(1_001);
    release();
    expect(await importing).toMatchObject({ added: 5_000 });
  });

  it('stop reading when the shop fails, and are never sent twice', async () => {
    const { shop, standIn } = await shopWith({
      inventory: {
        importBooks: async (messages) => {
          for await (const { part } of messages) if (part?.$case === 'batch') break;
          throw new Error('something broke');
        },
      },
    });
    let closed = false;
    async function* rows() {
      try {
        for (let line = 1; ; line += 1) {
          if (line % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
          yield row(line);
        }
      } finally {
        closed = true;
      }
    }
    await failureOf(shop.books.import(rows(), { source: 'test' }));
    expect(standIn.calls()).toHaveLength(1);
    await vi.waitFor(() => {
      expect(closed).toBe(true);
    });
  });
});
