import { describe, expect, it } from 'vitest';
import { mergeLines, type OrderLine, totalOf } from './order-lines.ts';

describe('mergeLines', () => {
  it('counts the same book together, where it was first named', () => {
    const lines = [
      { bookId: 'b', quantity: 1 },
      { bookId: 'a', quantity: 2 },
      { bookId: 'b', quantity: 3 },
    ];
    expect(mergeLines(lines)).toEqual([
      { bookId: 'b', quantity: 4 },
      { bookId: 'a', quantity: 2 },
    ]);
  });

  it('takes a thousand copies of a book over several lines', () => {
    const lines = [1, 999].map((quantity) => ({ bookId: 'a', quantity }));
    expect(mergeLines(lines)).toEqual([{ bookId: 'a', quantity: 1000 }]);
  });

  it('names the line with which a book has too many copies', () => {
    const lines = [500, 500, 1].map((quantity) => ({ bookId: 'a', quantity }));
    expect(() => mergeLines(lines)).toThrow(
      expect.objectContaining({
        kind: 'INVALID_ARGUMENT',
        fields: [expect.objectContaining({ field: 'lines[2].quantity' })],
      }),
    );
  });
});

describe('totalOf', () => {
  const line = (quantity: number, minorUnits: bigint, currencyCode = 'EUR'): OrderLine => {
    return { bookId: 'a', title: 'A', isbn: '', quantity, unitPrice: { currencyCode, minorUnits } };
  };

  it('multiplies before it adds', () => {
    expect(totalOf([line(3, 1299n), line(1, 5n)])).toEqual({ currencyCode: 'EUR', minorUnits: 3902n });
  });

  it('never mixes currencies', () => {
    expect(() => totalOf([line(1, 1n), line(1, 1n, 'USD')])).toThrow(TypeError);
  });
});
