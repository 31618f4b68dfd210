// The checker against histories made by hand: a good one, and for each invariant one that breaks it.
import { describe, expect, it } from 'vitest';
import type { EventValue, FunctionName, HistoryEvent, OrderSeen } from '../history-event.ts';
import { checkHistory } from './check-history.ts';
import type { Evidence, OrderRow } from './evidence.ts';

const LINES = [{ bookId: 'book', quantity: 2, unitPrice: 500 }];
const SEEN: OrderSeen = {
  ...{ orderId: 'order', status: 'PAID', version: 2, total: 1000, captured: 1000, refunded: 0 },
  lines: LINES,
};
const ROW: OrderRow = {
  ...{ orderId: 'order', userId: 'ada', requestId: 'request', status: 'PAID', version: 2 },
  ...{ total: 1000, captured: 1000, refunded: 0, paymentIntentId: 'pi', stockOutcome: 'COMMIT', isStockDue: false },
  lines: LINES,
};

type Told = readonly [HistoryEvent['type'], FunctionName, string, EventValue, string?, string?];

/** A history told in short: type, function, key, value, process, payload. */
function events(...told: readonly Told[]): readonly HistoryEvent[] {
  return told.map(([type, name, key, value, process = 'ada', payload = 'same'], index) => {
    return { index, process, type, function: name, key, payload, value, time: index, seed: 1 };
  });
}

const PRICED: readonly Told[] = [
  ['invoke', 'price', 'book', { bookId: 'book', price: 500 }, 'clerk'],
  ['ok', 'price', 'book', {}, 'clerk'],
];
const asked: Told = ['invoke', 'place', 'ada/request', { lines: LINES }];
const paid: Told = ['ok', 'place', 'ada/request', { order: SEEN }];
const read: Told = ['invoke', 'get', 'order', {}];

const GOOD: Evidence = {
  events: events(...PRICED, asked, ['info', 'place', 'ada/request', { code: 'UNAVAILABLE' }], asked, paid, read, [
    ...(['ok', 'get', 'order'] as const),
    { order: SEEN },
  ]),
  orders: [ROW],
  refunds: [],
  reservations: [{ orderId: 'order', state: 'COMMITTED', lines: LINES }],
  stock: [{ bookId: 'book', onHand: 8, reserved: 0 }],
  movements: [
    { bookId: 'book', quantity: 10, onHandAfter: 10, reason: 'INITIAL', note: '', orderId: null },
    { bookId: 'book', quantity: -2, onHandAfter: 8, reason: 'SOLD', note: '', orderId: 'order' },
  ],
  payments: [{ intentId: 'pi', orderId: 'order', received: 1000, declined: false }],
  companyRefunds: [],
};

const invariants = (changes: Partial<Evidence>) =>
  new Set(checkHistory({ ...GOOD, ...changes }).map(({ invariant }) => invariant));

describe('the checker', () => {
  it('has nothing against an order that was repeated, paid once and sold once', () => {
    expect(checkHistory(GOOD)).toEqual([]);
  });

  it('sees a refusal that is of another order’s books', () => {
    const refusedFor = (bookId: string): Told => {
      const value = { code: 'FAILED_PRECONDITION', reason: 'INSUFFICIENT_STOCK', shortOf: [bookId] };
      return ['fail', 'place', 'bob/request', value, 'bob'];
    };
    const bobAsked: Told = ['invoke', 'place', 'bob/request', { lines: LINES }, 'bob'];
    const own = events(...PRICED, asked, paid, bobAsked, refusedFor('book'));
    expect(invariants({ events: own })).toEqual(new Set());
    const strange = events(...PRICED, asked, paid, bobAsked, refusedFor('another book'));
    expect(invariants({ events: strange })).toEqual(new Set(['isolation']));
  });

  it('sees stock that is not the sum of its movements', () => {
    expect(invariants({ stock: [{ bookId: 'book', onHand: 9, reserved: 0 }] })).toEqual(new Set(['stock']));
  });

  it('sees copies that are reserved and that no hold explains', () => {
    expect(invariants({ stock: [{ bookId: 'book', onHand: 8, reserved: 1 }] })).toEqual(new Set(['stock']));
  });

  it('sees a book that was oversold for a moment', () => {
    const movements = [
      { ...GOOD.movements[0]!, quantity: 1, onHandAfter: 1 },
      { ...GOOD.movements[1]!, onHandAfter: -1 },
      { ...GOOD.movements[0]!, quantity: 9, onHandAfter: 8, reason: 'RECEIVED' },
    ];
    expect(invariants({ movements })).toEqual(new Set(['stock']));
  });

  it('sees a paid order whose copies were let go', () => {
    const reservations = [{ ...GOOD.reservations[0]!, state: 'RELEASED' }];
    expect(invariants({ reservations })).toContain('stock');
  });

  it('sees an adjustment that was acknowledged and never made, and one that was made twice', () => {
    const adjusted = events(...PRICED, ['invoke', 'adjust', 'request', {}], ['ok', 'adjust', 'request', {}]);
    expect(invariants({ events: adjusted })).toEqual(new Set(['stock']));
    const moved = { ...GOOD.movements[0]!, quantity: 1, note: 'request' };
    const movements = [...GOOD.movements, { ...moved, onHandAfter: 9 }, { ...moved, onHandAfter: 10 }];
    const stock = [{ bookId: 'book', onHand: 10, reserved: 0 }];
    expect(invariants({ events: adjusted, movements, stock })).toEqual(new Set(['stock']));
  });

  it('sees a charge without an order, and one by a second payment', () => {
    const payments = (orderId: string) => [
      ...GOOD.payments,
      { intentId: 'pi2', orderId, received: 1000, declined: false },
    ];
    expect(invariants({ payments: payments('nobody') })).toEqual(new Set(['money']));
    expect(invariants({ payments: payments('order') })).toEqual(new Set(['money']));
  });

  it('sees money that was taken for an order that failed', () => {
    const failed = { ...ROW, status: 'PAYMENT_FAILED', stockOutcome: 'RELEASE', captured: 0 };
    expect(invariants({ orders: [failed], events: events(...PRICED) })).toContain('money');
  });

  it('sees an order that failed without the payment company having declined it', () => {
    const orders = [{ ...ROW, status: 'PAYMENT_FAILED', stockOutcome: 'RELEASE', captured: 0 }];
    const unsold = { orders, events: events(...PRICED), movements: GOOD.movements.slice(0, 1), reservations: [] };
    const failed = { ...unsold, stock: [{ bookId: 'book', onHand: 10, reserved: 0 }] };
    const payment = { intentId: 'pi', orderId: 'order', received: 0 };
    expect(invariants({ ...failed, payments: [{ ...payment, declined: true }] })).toEqual(new Set());
    expect(invariants({ ...failed, payments: [{ ...payment, declined: false }] })).toEqual(new Set(['money']));
  });

  it('sees a refund that was made twice, and one that nobody owed', () => {
    const orders = [{ ...ROW, refunded: 100 }];
    const refunds = [{ refundId: 'refund', orderId: 'order', amount: 100, status: 'DONE' }];
    const made = { intentId: 'pi', refundId: 'refund', amount: 100, failed: false };
    expect(invariants({ orders, refunds, companyRefunds: [made] })).toEqual(new Set());
    expect(invariants({ orders, refunds, companyRefunds: [made, made] })).toEqual(new Set(['money']));
    expect(invariants({ companyRefunds: [made] })).toEqual(new Set(['money']));
  });

  it('sees an acknowledged order that is gone, or is paid no more, and names the event', () => {
    expect(checkHistory({ ...GOOD, orders: [] })).toContainEqual(
      expect.objectContaining({ invariant: 'durability', events: [5] }),
    );
    expect(invariants({ orders: [{ ...ROW, status: 'EXPIRED' }] })).toContain('durability');
    expect(invariants({ orders: [{ ...ROW, status: 'CANCELLED', stockOutcome: 'RETURN' }] })).toContain('durability');
  });

  it('sees two orders of one request, in the database and in the answers', () => {
    expect(invariants({ orders: [ROW, { ...ROW, orderId: 'another' }] })).toContain('repetition');
    const other = { ...SEEN, orderId: 'another' };
    const answers = events(...PRICED, asked, paid, asked, ['ok', 'place', 'ada/request', { order: other }]);
    expect(invariants({ events: answers })).toContain('repetition');
  });

  it('sees other content that was taken under the same request id', () => {
    const reused = events(...PRICED, asked, paid, [asked[0], asked[1], asked[2], asked[3], 'ada', 'other'], paid);
    expect(invariants({ events: reused })).toEqual(new Set(['repetition']));
  });

  it('sees an order that was declined and paid', () => {
    const declined: Told = ['fail', 'place', 'ada/request', { reason: 'PAYMENT_DECLINED' }];
    expect(invariants({ events: events(...PRICED, asked, declined, asked, paid) })).toEqual(new Set(['repetition']));
  });

  it('sees a repeat that finds no stock after the order was answered', () => {
    const short: Told = ['fail', 'place', 'ada/request', { reason: 'INSUFFICIENT_STOCK' }];
    expect(invariants({ events: events(...PRICED, asked, short, asked, paid) })).toEqual(new Set());
    expect(invariants({ events: events(...PRICED, asked, paid, asked, short) })).toEqual(new Set(['repetition']));
  });

  it('sees what is stuck after the calm', () => {
    expect(invariants({ orders: [{ ...ROW, isStockDue: true }] })).toEqual(new Set(['progress']));
    const waiting = { ...ROW, orderId: 'other', requestId: 'r2', status: 'AWAITING_PAYMENT', captured: 0 };
    const orders = [ROW, { ...waiting, stockOutcome: 'NONE' }];
    expect(invariants({ orders })).toEqual(new Set(['progress']));
  });

  it('sees a price that was not the catalogue’s at the time, and a total that was not expected', () => {
    const changed: readonly Told[] = [
      ['invoke', 'price', 'book', { bookId: 'book', price: 700 }, 'clerk'],
      ['ok', 'price', 'book', {}, 'clerk'],
    ];
    expect(invariants({ events: events(...PRICED, ...changed, asked, paid) })).toEqual(new Set(['prices']));
    expect(invariants({ events: events(...PRICED, asked, ...changed, paid) })).toEqual(new Set());
    const expecting: Told = ['invoke', 'place', 'ada/request', { lines: LINES, expectedTotal: 900 }];
    expect(invariants({ events: events(...PRICED, expecting, paid) })).toEqual(new Set(['prices']));
  });

  it('sees an order that goes back', () => {
    const older = { ...SEEN, status: 'AWAITING_PAYMENT', version: 1, captured: 0 };
    const shown = events(...PRICED, asked, paid, read, ['ok', 'get', 'order', { order: older }]);
    expect(invariants({ events: shown })).toEqual(new Set(['order of reads']));
  });
});
