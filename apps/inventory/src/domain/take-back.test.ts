import { describe, expect, it } from 'vitest';
import type { ReservationState } from './reservation.ts';
import { StockLedger } from './stock-ledger.ts';
import { decideReturns } from './take-back.ts';

const line = (bookId: string, returned: bigint) => ({
  bookId,
  quantity: 3n,
  returned,
  unitPrice: { currencyCode: 'USD', minorUnits: 1n },
  title: bookId,
  isbn: undefined,
});

function decide(state: ReservationState, ...wanted: Record<string, bigint>[]) {
  const ledger = new StockLedger(['a', 'b'].map((bookId) => ({ bookId, onHand: 0n, reserved: 0n, version: 1n })));
  const reservations = new Map([['1', { state, lines: [line('a', 1n), line('b', 3n)] }]]);
  const entries = wanted.map((lines, index) => ({
    orderId: '1',
    returnId: String(index),
    lines: Object.entries(lines).map(([bookId, quantity]) => ({ bookId, quantity })),
    orderVersion: 1n,
  }));
  const { results } = decideReturns(entries, reservations, new Map(), ledger);
  return [results.map(({ refusal }) => refusal?.reason ?? 'taken'), ledger.find('a')?.onHand];
}

describe('deciding returns', () => {
  it.each<[string, ReservationState, Record<string, bigint>[], string[], bigint]>([
    ['takes back what is still out', 'COMMITTED', [{ a: 2n }], ['taken'], 2n],
    ['takes all that is still out when no line is named', 'COMMITTED', [{}, {}], ['taken', 'taken'], 2n],
    ['lets a return see those before it', 'COMMITTED', [{ a: 1n }, { a: 2n }], ['taken', 'RESERVATION_MISMATCH'], 1n],
    ['refuses what came back before', 'COMMITTED', [{ b: 1n }], ['RESERVATION_MISMATCH'], 0n],
    ['refuses what was never sold', 'COMMITTED', [{ c: 1n }], ['RESERVATION_MISMATCH'], 0n],
    ['refuses what is only held', 'HELD', [{ a: 1n }], ['ILLEGAL_TRANSITION'], 0n],
    ['refuses what was released', 'RELEASED', [{ a: 1n }], ['RESERVATION_CLOSED'], 0n],
  ])('%s', (_, state, wanted, answers, onHand) => {
    expect(decide(state, ...wanted)).toEqual([answers, onHand]);
  });
});
