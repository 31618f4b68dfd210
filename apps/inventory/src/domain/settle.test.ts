import { describe, expect, it } from 'vitest';
import type { Outcome, ReservationState } from './reservation.ts';
import { decideOutcomes } from './settle.ts';
import { StockLedger } from './stock-ledger.ts';

const line = {
  bookId: 'a',
  quantity: 2n,
  returned: 0n,
  unitPrice: { currencyCode: 'USD', minorUnits: 1n },
  title: 'A',
  isbn: undefined,
};

function decide(outcome: Outcome, versions: bigint[], state?: ReservationState, orderVersion = 5n) {
  const ledger = new StockLedger([{ bookId: 'a', onHand: 3n, reserved: 2n, version: 1n }]);
  const known = new Map(state ? [['1', { state, orderVersion, lines: [line] }]] : []);
  const entries = versions.map((version) => ({ orderId: '1', orderVersion: version }));
  const { results, ended, tombstones } = decideOutcomes(outcome, entries, known, ledger);
  return {
    answers: results.map((result) => result.refusal?.reason ?? result.state),
    stock: ledger.find('a'),
    written: ended.length + tombstones.length,
  };
}

describe('deciding outcomes', () => {
  it.each<[string, Outcome, ReservationState | undefined, bigint, string, number]>([
    ['sells a hold', 'COMMITTED', 'HELD', 6n, 'COMMITTED', 1],
    ['frees a hold', 'RELEASED', 'HELD', 6n, 'RELEASED', 1],
    ['repeats a sale', 'COMMITTED', 'COMMITTED', 5n, 'COMMITTED', 0],
    ['repeats a release', 'RELEASED', 'RELEASED', 5n, 'RELEASED', 0],
    ['ignores an outcome that is older than the state', 'RELEASED', 'COMMITTED', 4n, 'COMMITTED', 0],
    ['refuses to free what was sold', 'RELEASED', 'COMMITTED', 6n, 'RESERVATION_CLOSED', 0],
    ['refuses to sell what was freed', 'COMMITTED', 'RELEASED', 6n, 'RESERVATION_CLOSED', 0],
    ['refuses to sell what was never held', 'COMMITTED', undefined, 6n, 'RESERVATION_NOT_FOUND', 0],
    ['remembers the release of what was never held', 'RELEASED', undefined, 6n, 'RELEASED', 1],
  ])('%s', (_, outcome, state, version, answer, written) => {
    expect(decide(outcome, [version], state)).toMatchObject({ answers: [answer], written });
  });

  it('ends a hold once when a batch names it twice', () => {
    expect(decide('COMMITTED', [6n, 6n], 'HELD')).toMatchObject({
      answers: ['COMMITTED', 'COMMITTED'],
      stock: { onHand: 1n, reserved: 0n },
      written: 1,
    });
    expect(decide('RELEASED', [6n, 7n])).toMatchObject({ written: 1 });
  });

  it('refuses the orders of a book of which less is reserved than they hold, and no others of their batch', () => {
    const levels = [
      { bookId: 'a', onHand: 3n, reserved: 3n, version: 1n },
      { bookId: 'broken', onHand: 3n, reserved: 0n, version: 1n },
    ];
    const hold = (...bookIds: string[]) => {
      return { state: 'HELD' as const, orderVersion: 0n, lines: bookIds.map((bookId) => ({ ...line, bookId })) };
    };
    const known = new Map([
      ['1', hold('a', 'broken')],
      ['2', hold('a')],
    ]);
    const entries = [...known.keys()].map((orderId) => ({ orderId, orderVersion: 1n }));
    for (const outcome of ['COMMITTED', 'RELEASED'] as const) {
      const { results, ended } = decideOutcomes(outcome, entries, known, new StockLedger(levels));
      expect(results).toMatchObject([
        { orderId: '1', state: 'HELD', refusal: { reason: 'STOCK_BELOW_RESERVED' } },
        { orderId: '2', state: outcome },
      ]);
      expect(ended).toEqual([entries[1]]);
    }
  });
});
