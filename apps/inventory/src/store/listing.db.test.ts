import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING, openStoreForTests, STAFF } from '../../test/store-for-tests.ts';
import type { BookFilter, BookOrder, Position } from '../domain/book-finder.ts';
import type { BookContent } from '../domain/book.ts';

const usd = (minorUnits: bigint) => ({ currencyCode: 'USD', minorUnits });

const SHELF: Partial<BookContent>[] = [
  { title: 'Iliad', authors: ['Homer'], publishedYear: -750, price: usd(900n), subjects: ['Poetry'] },
  { title: 'émile', publishedYear: 1762, price: usd(1_500n), language: 'fr', subjects: ['Education'] },
  { title: 'Emma', authors: ['Jane Austen'], publishedYear: 1815, price: usd(700n), language: 'en-GB' },
  { title: 'Emma', authors: ['Jane Austen'], publishedYear: 1815, price: usd(700n), language: 'en-US' },
  { title: 'Emma', authors: ['Charlotte Brontë'], price: usd(700n), subjects: ['poetry'] },
  { title: 'Zorba', price: { currencyCode: 'EUR', minorUnits: 2_000n }, language: 'el' },
];

const store = await openStoreForTests();
afterAll(() => store.drop());

describe('listing', () => {
  const ids: string[] = [];
  beforeAll(async () => {
    for (const [index, content] of SHELF.entries()) {
      ids.push((await store.addBook(content, index % 2 === 0 ? 3n : 0n)).bookId);
    }
  });

  const list = async (order: BookOrder, filter: Partial<BookFilter> = {}, limit = 50) => {
    const seen: string[] = [];
    let after: Position | undefined;
    do {
      const page = await store.finder.list({ filter: { ...EVERYTHING, ...filter }, order, after, limit });
      seen.push(...page.items.map(({ bookId }) => bookId));
      after = page.end;
    } while (after);
    return seen.map((bookId) => ids.indexOf(bookId));
  };

  it.each<[BookOrder, number[]]>([
    ['TITLE', [1, 2, 3, 4, 0, 5]],
    ['PRICE_ASCENDING', [5, 2, 3, 4, 0, 1]],
    ['PRICE_DESCENDING', [1, 0, 4, 3, 2, 5]],
    ['PUBLISHED_DESCENDING', [3, 2, 1, 0, 5, 4]],
    ['ADDED_DESCENDING', [5, 4, 3, 2, 1, 0]],
  ])('orders by %s, ties by id, the same on pages of any size', async (order, expected) => {
    for (const limit of [1, 2, 4, 50]) expect(await list(order, {}, limit)).toEqual(expected);
  });

  it.each<[Partial<BookFilter>, number[]]>([
    [{ author: 'JANE AUSTEN' }, [2, 3]],
    [{ author: 'charlotte bronte' }, [4]],
    [{ author: 'Austen' }, []],
    [{ subject: 'POETRY' }, [4, 0]],
    [{ language: 'en' }, [2, 3, 4, 0]],
    [{ language: 'en-GB' }, [2]],
    [{ language: 'e' }, []],
    [{ minPrice: usd(900n) }, [1, 0]],
    [{ maxPrice: usd(899n) }, [2, 3, 4]],
    [{ minPrice: usd(701n), maxPrice: usd(1_499n) }, [0]],
    [{ minPrice: { currencyCode: 'EUR', minorUnits: 0n } }, [5]],
    [{ inStock: true }, [2, 4, 0]],
    [{ inStock: true, subject: 'poetry', maxPrice: usd(800n) }, [4]],
  ])('filters by %o', async (filter, expected) => {
    expect(await list('TITLE', filter, 1)).toEqual(expected);
  });

  it('counts facets of the filtered catalogue and leaves out what is empty', async () => {
    const facets = await store.finder.listFacets({ ...EVERYTHING, maxPrice: usd(800n) });
    expect(facets).toEqual([
      {
        field: 'author',
        values: [
          { value: 'Jane Austen', count: 2n },
          { value: 'Charlotte Brontë', count: 1n },
        ],
      },
      { field: 'subject', values: [{ value: 'poetry', count: 1n }] },
      {
        field: 'language',
        values: [
          { value: 'en', count: 1n },
          { value: 'en-GB', count: 1n },
          { value: 'en-US', count: 1n },
        ],
      },
    ]);
  });

  it('shows retired books to those who may ask for them, and never as in stock', async () => {
    const { bookId } = await store.addBook({ title: 'Aaa' }, 9n);
    await store.books.retire({ bookId, etag: '', actorId: STAFF });
    const first = async (filter: Partial<BookFilter>) =>
      (await store.finder.list({ filter: { ...EVERYTHING, ...filter }, order: 'TITLE', after: undefined, limit: 1 }))
        .items[0]?.bookId;
    expect(await first({})).toBe(ids[1]);
    expect(await first({ includeRetired: true })).toBe(bookId);
    expect(await first({ includeRetired: true, inStock: true })).toBe(ids[2]);
  });
});

describe('low stock', () => {
  it('is listed fewest first, over pages, without what is retired or held enough of', async () => {
    const books = new Map<string, string>();
    for (const [title, copies] of [
      ['none', 0n],
      ['two', 2n],
      ['one', 1n],
      ['many', 9n],
      ['gone', 0n],
    ] as const) {
      books.set((await store.addBook({ title, source: 'low', sourceKey: title }, copies)).bookId, title);
    }
    const [gone] = [...books].find(([, title]) => title === 'gone') ?? [];
    await store.books.retire({ bookId: gone ?? '', etag: '', actorId: STAFF });
    const seen: string[] = [];
    let after: Position | undefined;
    do {
      const page = await store.finder.listLowStock({ atMost: 2n, after, limit: 2 });
      seen.push(...page.items.map(({ bookId }) => books.get(bookId) ?? '').filter(Boolean));
      after = page.end;
    } while (after);
    expect(seen).toEqual(['none', 'one', 'two']);
  });
});
