import { describe, expect, it } from 'vitest';
import { formatIsbn, parseIsbn } from './isbn.ts';

describe('parseIsbn', () => {
  it.each([
    ['9780140449136', '9780140449136'],
    ['978-0-14-044913-6', '9780140449136'],
    ['0140449132', '9780140449136'],
    ['0-439-02348-3', '9780439023481'],
    ['080442957x', '9780804429573'],
    ['979-10-90636-07-1', '9791090636071'],
  ])('reads %s as %s', (text, isbn) => {
    expect(parseIsbn(text)).toBe(isbn);
  });

  it.each(['9780140449137', '0140449133', '979-10-90636-07-2', '0804429570'])(
    'refuses %s for its check digit',
    (text) => {
      expect(() => parseIsbn(text)).toThrow(/check digit/);
    },
  );

  it.each(['', '123', '9770140449136', '97801404491360', 'ISBN 0140449132', '9.78014E+12'])(
    'refuses %j for its form',
    (text) => {
      expect(() => parseIsbn(text)).toThrow(/is no ISBN/);
    },
  );
});

describe('formatIsbn', () => {
  it('writes an ISBN as booksellers do, which is read again as the same', () => {
    expect(formatIsbn('9780140268867')).toBe('978-0140268867');
    expect(formatIsbn(parseIsbn('979-10-90636-07-1'))).toBe('979-1090636071');
    expect(parseIsbn(formatIsbn('9780140268867'))).toBe('9780140268867');
  });
});
