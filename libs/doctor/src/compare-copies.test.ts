import { describe, expect, it } from 'vitest';
import { compareCopies } from './compare-copies.ts';
import { anOrder, someCopies } from '../test/rows-for-tests.ts';

const kinds = (...[left, right]: [ReturnType<typeof anOrder>?, ReturnType<typeof someCopies>?]) =>
  compareCopies({ key: 'order', left, right }).map(({ kind }) => kind);

describe('copies of an order', () => {
  it.each([
    [anOrder({ status: 'AWAITING_PAYMENT', stockOutcome: 'NONE', told: false }), someCopies({ state: 'HELD' })],
    [anOrder(), someCopies()],
    [anOrder({ stockOutcome: 'RELEASE' }), someCopies({ state: 'RELEASED' })],
    [anOrder({ stockOutcome: 'RETURN' }), someCopies({ allReturned: true })],
  ])('fit when they are where the order wants them: %o', (order, copies) => {
    expect(kinds(order, copies)).toEqual([]);
  });

  it.each(['COMMIT', 'RELEASE', 'RETURN'] as const)(
    'may still be held until inventory is told to %s',
    (stockOutcome) => {
      expect(kinds(anOrder({ stockOutcome, told: false }), someCopies({ state: 'HELD' }))).toEqual([]);
      expect(kinds(anOrder({ stockOutcome, told: true }), someCopies({ state: 'HELD' }))).toEqual([
        'RESERVATION_DIFFERS',
      ]);
    },
  );

  it.each([
    ['NONE', 'COMMITTED'],
    ['NONE', 'RELEASED'],
    ['COMMIT', 'RELEASED'],
    ['RELEASE', 'COMMITTED'],
    ['RETURN', 'RELEASED'],
  ] as const)('are never somewhere else, told or not: %s, %s', (stockOutcome, state) => {
    expect(kinds(anOrder({ stockOutcome, told: false }), someCopies({ state }))).toEqual(['RESERVATION_DIFFERS']);
  });

  it('must all have come back of a cancelled sale', () => {
    const [found] = compareCopies({ key: 'order', left: anOrder({ stockOutcome: 'RETURN' }), right: someCopies() });
    expect(found).toMatchObject({ kind: 'RESERVATION_DIFFERS', found: 'COMMITTED, not all back' });
  });

  it('are the copies and prices that the order names', () => {
    const [found, ...more] = compareCopies({ key: 'order', left: anOrder({ lines: 'a x2' }), right: someCopies() });
    expect(found).toMatchObject({ invariant: 'prices', kind: 'LINES_DIFFER', found: 'a x2' });
    expect(more).toEqual([]);
    expect(
      kinds(anOrder({ tombstone: true, stockOutcome: 'RELEASE', lines: null }), someCopies({ state: 'RELEASED' })),
    ).toEqual([]);
  });

  it('are there for every order, and an order for all that is sold or long due', () => {
    expect(kinds(anOrder())).toEqual(['RESERVATION_MISSING']);
    expect(kinds(anOrder({ tombstone: true }))).toEqual([]);
    expect(kinds(undefined, someCopies())).toEqual(['SALE_WITHOUT_ORDER']);
    expect(kinds(undefined, someCopies({ state: 'HELD', overdue: true }))).toEqual(['HOLD_WITHOUT_ORDER']);
    expect(kinds(undefined, someCopies({ state: 'HELD' }))).toEqual([]);
    expect(kinds(undefined, someCopies({ state: 'RELEASED', overdue: true }))).toEqual([]);
  });
});
