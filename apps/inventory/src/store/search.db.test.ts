import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING, openStoreForTests, STAFF } from '../../test/store-for-tests.ts';
import type { BookSearchQuery, Position } from '../domain/book-finder.ts';
import type { BookContent } from '../domain/book.ts';

const SHELF: Partial<BookContent>[] = [
  { title: 'The Hunger Games (The Hunger Games, #1)', authors: ['Suzanne Collins'], isbn: '9780439023481' },
  { title: 'Hunger', authors: ['Knut Hamsun'], language: 'nb', subjects: ['Fiction', 'Classics'] },
  { title: 'A Hunger for Books', authors: ['Somebody Else'], description: 'About games that readers play.' },
  {
    title: "Harry Potter and the Sorcerer's Stone",
    authors: ['J.K. Rowling', 'Mary GrandPré'],
    subjects: ['Fantasy'],
    language: 'en-US',
  },
  { title: 'Harry Potter and the Chamber of Secrets', authors: ['J.K. Rowling'], subjects: ['Fantasy'] },
  { title: "Ender's Game", authors: ['Orson Scott Card'], subjects: ['Science Fiction'] },
  { title: 'Cien años de soledad', authors: ['Gabriel García Márquez'], language: 'es' },
  { title: 'The Snowman', authors: ['Jo Nesbø'], subjects: ['Crime'] },
  { title: 'The Hobbit', authors: ['J.R.R. Tolkien'], subjects: ['Fantasy', 'Classics'], publisher: 'Allen & Unwin' },
  { title: 'The Annotated Hobbit', authors: ['J.R.R. Tolkien', 'Douglas A. Anderson'], subjects: ['Fantasy'] },
  { title: 'Catch-22', authors: ['Joseph Heller'], subjects: ['classics'] },
  { title: 'Война и мир', authors: ['Лев Толстой'], language: 'ru' },
  { title: 'Dune', authors: ['Frank Herbert'], subjects: ['Science Fiction'] },
];

const store = await openStoreForTests();
afterAll(() => store.drop());

describe('searching', () => {
  beforeAll(async () => {
    for (const content of SHELF) await store.addBook(content, 1n);
  });

  const search = (query: string, changes: Partial<BookSearchQuery> = {}) =>
    store.finder.search({
      query,
      filter: EVERYTHING,
      after: undefined,
      corrected: undefined,
      limit: 20,
      withFacets: false,
      ...changes,
    });
  const titles = async (query: string, changes?: Partial<BookSearchQuery>) =>
    (await search(query, changes)).items.map(({ content }) => content.title);

  it.each([
    ['potter harry', 2],
    ['ROWLING chamber', 1],
    ['fantasy tolkien', 2],
    ['grandpre', 1],
    ['garcia MARQUEZ', 1],
    ['García Márquez'.normalize('NFD'), 1],
    ['anos soledad', 1],
    ['nesbo', 1],
    ['Nesbø', 1],
    ['ВОЙНА', 1],
    ['unwin', 1],
    ['jk rowling', 2],
    ['J. K. Rowling', 2],
    ['enders game', 1],
    ["ender's game", 1],
    ['catch 22', 1],
    ['catch22', 1],
    ['dune tolkien', 0],
    ['!!!', 0],
    ["'); DROP TABLE books; --", 0],
    ['a & b | !c:*', 0],
  ])('finds by %s in any order, case and accents: %i', async (query, count) => {
    expect(await titles(query)).toHaveLength(count);
  });

  it('finds by the beginning of the last word', async () => {
    expect(await titles('harry pot')).toHaveLength(2);
    expect(await titles('har potter')).toHaveLength(0);
  });

  it('puts the very title first, then titles that begin so, then titles, then descriptions', async () => {
    expect(await titles('hunger games')).toEqual(['The Hunger Games (The Hunger Games, #1)', 'A Hunger for Books']);
    expect((await titles('hunger'))[0]).toBe('Hunger');
    expect((await titles('the hobbit'))[0]).toBe('The Hobbit');
  });

  it.each([
    ['tolkein', 'tolkien', 2],
    ['hobitt', 'hobbit', 2],
    ['hary potter', 'harry potter', 2],
    ['teh hobbit', 'the hobbit', 2],
    ['dine', 'dune', 1],
    ['rowlling stone', 'rowling stone', 1],
    ['gabreil garcia', 'gabriel garcia', 1],
    ['Snowmen Nesbo', 'snowman nesbo', 1],
  ])('forgives the slip in %s', async (query, corrected, count) => {
    const found = await search(query);
    expect(found.corrected).toBe(corrected);
    expect(found.items).toHaveLength(count);
  });

  it('mends nothing that was found as typed, and nothing beyond a small slip', async () => {
    expect((await search('hobbit')).corrected).toBeUndefined();
    expect(await search('qwertyuiop')).toMatchObject({ items: [], corrected: undefined });
    expect(await search('hobbit', { filter: { ...EVERYTHING, language: 'fr' } })).toMatchObject({
      items: [],
      corrected: undefined,
    });
  });

  it('finds a word that only a description has as it was typed, and mends the slip beside it', async () => {
    await store.addBook({ title: 'Quiet lanes', description: 'About ploughshares.' });
    const found = async (query: string) => {
      const { corrected, items } = await search(query);
      return [corrected, items.length];
    };
    expect(await found('quiet ploughshares')).toEqual([undefined, 1]);
    expect(await found('quite ploughshares')).toEqual(['quiet ploughshares', 1]);
    expect(await found('quite plough')).toEqual(['quiet plough', 1]);
  });

  it('mends a slip that some other book really has in its title', async () => {
    await store.addBook({ title: 'Poter: a misprint', authors: ['N. N.'] });
    expect(await search('harry poter')).toMatchObject({ corrected: 'harry potter', items: [{}, {}] });
  });

  it('finds a book by its ISBN in any notation', async () => {
    expect(await titles('0439023483')).toEqual(['The Hunger Games (The Hunger Games, #1)']);
    expect(await titles(' 978-0-439-02348-1 ')).toEqual(['The Hunger Games (The Hunger Games, #1)']);
  });

  it('combines with filters, which know no case and accents', async () => {
    expect(await titles('the', { filter: { ...EVERYTHING, author: 'j.r.r. TOLKIEN' } })).toHaveLength(2);
    expect(await titles('potter', { filter: { ...EVERYTHING, author: 'Mary Grandpre' } })).toHaveLength(1);
    expect(await titles('potter', { filter: { ...EVERYTHING, language: 'en' } })).toHaveLength(2);
    expect(await titles('potter', { filter: { ...EVERYTHING, language: 'en-US' } })).toHaveLength(1);
  });

  it('counts facets over the whole result, not the page', async () => {
    const { facets, items } = await search('hobbit', { withFacets: true, limit: 1 });
    expect(items).toHaveLength(1);
    expect(facets).toEqual([
      {
        field: 'author',
        values: [
          { value: 'J.R.R. Tolkien', count: 2n },
          { value: 'Douglas A. Anderson', count: 1n },
        ],
      },
      {
        field: 'subject',
        values: [
          { value: 'Fantasy', count: 2n },
          { value: 'Classics', count: 1n },
        ],
      },
      { field: 'language', values: [{ value: 'en', count: 2n }] },
    ]);
  });

  it('puts whole words before those that only begin so, on every page', async () => {
    for (const title of ['Zephyrs at sea', 'A rising zephyr', 'The Zephyrean', 'Sail by zephyr']) {
      await store.addBook({ title, authors: ['N. N.'] });
    }
    const all = await titles('zephyr');
    expect(new Set(all.slice(0, 2))).toEqual(new Set(['A rising zephyr', 'Sail by zephyr']));
    expect(new Set(all.slice(2))).toEqual(new Set(['Zephyrs at sea', 'The Zephyrean']));
  });

  it('gives each book once over pages, with a mended query too', async () => {
    for (const query of ['the', 'tolkein', 'zephyr']) {
      const seen: string[] = [];
      let after: Position | undefined;
      let corrected: string | undefined;
      do {
        const page = await search(query, { after, corrected, limit: 1 });
        seen.push(...page.items.map(({ bookId }) => bookId));
        ({ end: after, corrected } = page);
      } while (after);
      const whole = (await search(query)).items.map(({ bookId }) => bookId);
      expect(whole.length).toBeGreaterThan(1);
      expect(seen).toEqual(whole);
    }
  });

  it('leaves retired books out unless asked for', async () => {
    const { bookId } = await store.addBook({ title: 'Withdrawn wonders' });
    await store.books.retire({ bookId, etag: '', actorId: STAFF });
    expect(await titles('withdrawn wonders')).toEqual([]);
    expect(await titles('withdrawn', { filter: { ...EVERYTHING, includeRetired: true } })).toHaveLength(1);
  });

  it.each([
    ['the hun', ['The Hunger Games (The Hunger Games, #1)']],
    ['hunger g', ['The Hunger Games (The Hunger Games, #1)']],
    ['hung', ['Hunger', 'A Hunger for Books', 'The Hunger Games (The Hunger Games, #1)']],
    ['rowl', ['Harry Potter and the Chamber of Secrets', "Harry Potter and the Sorcerer's Stone"]],
    ['jk row', ['Harry Potter and the Chamber of Secrets', "Harry Potter and the Sorcerer's Stone"]],
    ['GARCÍA m', ['Cien años de soledad']],
    ['%', []],
    ['zzz', []],
  ])('completes %s', async (prefix, expected) => {
    expect((await store.finder.suggest(prefix, 8)).map(({ title }) => title)).toEqual(expected);
  });
});
