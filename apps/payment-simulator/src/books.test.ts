import { expect, it } from 'vitest';
import { Books, readEntry } from './books.ts';

const answer = (key: string, at: number) => ({ key, at, fingerprint: 'print', status: 200, body: key });
const DAY_MS = 86_400_000;

it('forgets an idempotency key after a day', () => {
  const books = new Books();
  books.apply({ answer: answer('first', 0) });
  expect(books.answer('first', DAY_MS - 1)).toMatchObject({ body: 'first' });
  expect(books.answer('first', DAY_MS)).toBeUndefined();
  books.apply({ answer: answer('second', DAY_MS) });
  expect(books.answer('first', DAY_MS - 1)).toBeUndefined();
  expect(books.answer('second', DAY_MS)).toMatchObject({ body: 'second' });
});

it('does not take lines of another kind of file for entries', () => {
  for (const line of [1, 'text', null, { order: 1 }, { intent: {} }]) expect(() => readEntry(line)).toThrow('ledger');
});
