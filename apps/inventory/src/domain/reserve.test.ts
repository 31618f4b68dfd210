import { describe, expect, it } from 'vitest';
import { decideReservations, type OfferedBook, type ReserveEntry } from './reserve.ts';
import { StockLedger } from './stock-ledger.ts';

const offer = (bookId: string, minorUnits = 500n): [string, OfferedBook] => [
  bookId,
  { bookId, title: bookId, isbn: undefined, price: { currencyCode: 'USD', minorUnits }, status: 'ACTIVE' },
];
const entry = (orderId: string, lines: Record<string, bigint>, maxTotalMinorUnits = 10_000n): ReserveEntry => ({
  orderId,
  lines: Object.entries(lines).map(([bookId, quantity]) => ({ bookId, quantity })),
  holdSeconds: 1,
  expectedTotal: undefined,
  maxTotalMinorUnits,
});
const ledger = () => new StockLedger(['a', 'b'].map((bookId) => ({ bookId, onHand: 3n, reserved: 0n, version: 1n })));
const decide = (entries: ReserveEntry[], stock = ledger(), offers = new Map([offer('a'), offer('b')])) =>
  decideReservations(entries, offers, new Map(), stock).decisions.map((decision) =>
    decision.kind === 'refused' ? decision.refusal.reason : decision.kind,
  );

describe('deciding reservations', () => {
  it('lets each entry see what those before it took', () => {
    const stock = ledger();
    const entries = [entry('1', { a: 2n }), entry('2', { a: 2n }), entry('3', { a: 1n })];
    expect(decide(entries, stock)).toEqual(['granted', 'INSUFFICIENT_STOCK', 'granted']);
    expect(stock.find('a')).toMatchObject({ reserved: 3n });
  });

  it('takes nothing for an entry of which one line is short', () => {
    const stock = ledger();
    expect(decide([entry('1', { a: 1n, b: 4n })], stock)).toEqual(['INSUFFICIENT_STOCK']);
    expect(stock.changes).toEqual([]);
  });

  it('answers an order that stands twice in a batch with one hold', () => {
    const stock = ledger();
    const entries = [entry('1', { a: 1n }), entry('1', { a: 1n }), entry('1', { a: 2n })];
    expect(decide(entries, stock)).toEqual(['granted', 'granted', 'RESERVATION_MISMATCH']);
    expect(stock.find('a')).toMatchObject({ reserved: 1n });
  });

  it('adds up totals that no 64-bit number holds, and refuses them', () => {
    const offers = new Map([offer('a', 1_000_000_000_000_000n), offer('b')]);
    const stock = new StockLedger([{ bookId: 'a', onHand: 10n ** 8n, reserved: 0n, version: 1n }]);
    expect(decide([entry('1', { a: 10n ** 7n }, 10n ** 15n)], stock, offers)).toEqual(['TOTAL_OUT_OF_RANGE']);
  });
});
