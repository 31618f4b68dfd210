import { describe, expect, it } from 'vitest';
import { changedFields, NO_BOOK, readBookForm, rebased } from './book-form.ts';

describe('a form for a book', () => {
  it('reads lines as they were shown, whatever ends them', () => {
    const form = new FormData();
    form.set('title', ' The Odyssey ');
    form.set('authors', 'Homer\r\nEmily Wilson');
    expect(readBookForm(form)).toMatchObject({ title: 'The Odyssey', authors: 'Homer\nEmily Wilson', isbn: '' });
  });

  it('follows what others changed, where nothing was written', () => {
    const before = { ...NO_BOOK, title: 'Emma', price: '9.99' };
    const written = { ...before, title: 'Emma, annotated' };
    const now = { ...before, title: 'EMMA', price: '12.99' };
    const next = rebased(written, before, now);
    expect(next).toEqual({ ...now, title: 'Emma, annotated' });
    expect(changedFields(next, now)).toEqual(['title']);
  });
});
