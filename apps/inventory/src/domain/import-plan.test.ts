import { describe, expect, it } from 'vitest';
import type { BookContent } from './book.ts';
import { planImport } from './import-plan.ts';

const content = (changes: Partial<BookContent>): BookContent => ({
  title: 'T',
  authors: ['A'],
  isbn: undefined,
  publisher: '',
  publishedYear: undefined,
  language: '',
  subjects: [],
  description: '',
  price: { currencyCode: 'USD', minorUnits: 1n },
  source: changes.sourceKey === undefined ? undefined : 'list',
  sourceKey: undefined,
  ...changes,
});
const shelf = (...books: Partial<BookContent>[]) =>
  books.map((changes, index) => ({ bookId: `known ${index}`, content: content(changes) }));

function plan(known: ReturnType<typeof shelf>, ...rows: Partial<BookContent>[]) {
  let made = 0;
  const entries = rows.map((changes) => ({ content: content(changes), initialStock: 1n }));
  const { outcomes, additions, updates } = planImport('list', entries, known, () => `new ${(made += 1)}`);
  return {
    outcomes: outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.error.reason : outcome.kind)),
    additions,
    updates,
  };
}

describe('planning an import', () => {
  it('matches by source key before ISBN', () => {
    const known = shelf({ sourceKey: '1', isbn: 'x' }, { sourceKey: '2', isbn: 'y' });
    expect(plan(known, { sourceKey: '1', isbn: 'x', title: 'New' })).toMatchObject({
      outcomes: ['updated'],
      updates: [{ bookId: 'known 0', content: { title: 'New' } }],
    });
    expect(plan(known, { sourceKey: '1', isbn: 'y' }).outcomes).toEqual(['ISBN_TAKEN']);
    expect(plan(known, { sourceKey: '3', isbn: 'y' }).outcomes).toEqual(['ISBN_TAKEN']);
    expect(plan(known, { isbn: 'y' }).outcomes).toEqual(['unchanged']);
  });

  it('gives a book added by hand the source of the list that knows its ISBN', () => {
    const { updates } = plan(shelf({ isbn: 'x' }), { sourceKey: '7', isbn: 'x' });
    expect(updates).toMatchObject([{ bookId: 'known 0', content: { source: 'list', sourceKey: '7' } }]);
  });

  it('writes a book once, as its last row says, whether rows or the catalogue brought it', () => {
    const rows = [1, 2].flatMap((year) => [
      { sourceKey: '1', publishedYear: year },
      { sourceKey: '2', publishedYear: year },
    ]);
    const planned = plan(shelf({ sourceKey: '1' }), ...rows);
    expect(planned.outcomes).toEqual(['updated', 'added', 'updated', 'updated']);
    expect(planned.updates).toMatchObject([{ bookId: 'known 0', content: { publishedYear: 2 } }]);
    expect(planned.additions).toMatchObject([{ bookId: 'new 1', content: { publishedYear: 2 } }]);
  });

  it('gives an ISBN that a row took off its book to no other row of the batch', () => {
    const known = shelf({ sourceKey: '1', isbn: 'x' });
    const rows = [{ sourceKey: '1', isbn: 'z' }, { isbn: 'x' }, { sourceKey: '2', isbn: 'x' }];
    expect(plan(known, ...rows).outcomes).toEqual(['updated', 'ISBN_TAKEN', 'ISBN_TAKEN']);
  });

  it('refuses a row that could not be recognized the next time', () => {
    expect(plan([], {}).outcomes).toEqual(['INVALID_FIELD']);
  });
});
