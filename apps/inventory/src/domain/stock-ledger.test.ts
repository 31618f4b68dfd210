import { describe, expect, it } from 'vitest';
import { StockLedger } from './stock-ledger.ts';

const level = { bookId: 'a', onHand: 5n, reserved: 2n, version: 7n };

describe('a stock ledger', () => {
  it('gives each level once, as the last change left it, and the movements in order', () => {
    const ledger = new StockLedger([level, { ...level, bookId: 'b' }]);
    ledger.reserve('a', 1n);
    ledger.sell('order', 'a', 3n);
    ledger.move({ bookId: 'a', quantity: 4n, reason: 'RECEIVED' });
    expect(ledger.changes).toEqual([{ before: level, after: { bookId: 'a', onHand: 6n, reserved: 0n, version: 11n } }]);
    expect(ledger.movements).toMatchObject([
      { quantity: -3n, reason: 'SOLD', orderId: 'order', onHandAfter: 2n, stockVersion: 10n },
      { quantity: 4n, reason: 'RECEIVED', onHandAfter: 6n, stockVersion: 11n },
    ]);
  });

  it('refuses by name to fall below what is reserved, and keeps the level as it was', () => {
    const ledger = new StockLedger([level]);
    expect(() => ledger.move({ bookId: 'a', quantity: -4n, reason: 'LOST' })).toThrow(
      expect.objectContaining({
        reason: 'STOCK_BELOW_RESERVED',
        metadata: { book_id: 'a', on_hand: '5', reserved: '2' },
      }),
    );
    expect(() => ledger.reserve('a', 4n)).toThrow(/cannot fall below/);
    expect(() => ledger.reserve('a', -3n)).toThrow(/cannot fall below/);
    expect(ledger.changes).toEqual([]);
  });

  it('knows only the books whose stock was read', () => {
    expect(() => new StockLedger([]).reserve('a', 1n)).toThrow(/was not read/);
  });
});
