import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { expectWholeStock, openStoreForTests } from '../../test/store-for-tests.ts';
import type { ReserveEntry } from '../domain/reserve.ts';

const MOST = 1_000_000_000n;

function entry(bookIds: readonly string[], changes: Partial<ReserveEntry> = {}): ReserveEntry {
  return {
    orderId: randomUUID(),
    lines: bookIds.map((bookId) => ({ bookId, quantity: 1n })),
    holdSeconds: 60,
    expectedTotal: undefined,
    maxTotalMinorUnits: MOST,
    ...changes,
  };
}

const store = await openStoreForTests();
afterEach(() => expectWholeStock(store));
afterAll(() => store.drop());

describe('reservations', { timeout: 60_000 }, () => {
  const reserveOne = async (one: ReserveEntry) => (await store.reservations.reserve([one]))[0]!;
  const settle = async (outcome: 'COMMITTED' | 'RELEASED', orderId: string, orderVersion = 1n) =>
    (await store.reservations.settle(outcome, [{ orderId, orderVersion }]))[0]!;
  const stockOf = async (bookId: string) => (await store.books.findByIds([bookId]))[0]!.stock;
  const hold = async (bookId: string, quantity = 1n) => {
    const wanted = entry([bookId], { lines: [{ bookId, quantity }] });
    expect(await reserveOne(wanted)).toHaveProperty('reservation');
    return wanted.orderId;
  };

  it('holds copies at the prices of the moment and keeps title and ISBN as sold', async () => {
    const { bookId } = await store.addBook({ title: 'Dune', isbn: '9780441013593' }, 5n);
    const wanted = entry([bookId], { lines: [{ bookId, quantity: 2n }] });
    const first = await reserveOne(wanted);
    expect(first).toMatchObject({
      reservation: {
        orderId: wanted.orderId,
        state: 'HELD',
        orderVersion: 0n,
        lines: [{ bookId, quantity: 2n, title: 'Dune', isbn: '9780441013593', unitPrice: { minorUnits: 1_299n } }],
      },
    });
    const { reservation } = first as { reservation: { dueAt: Date; createdAt: Date } };
    expect(reservation.dueAt.getTime() - reservation.createdAt.getTime()).toBe(60_000);
    expect(await stockOf(bookId)).toEqual({ onHand: 5n, reserved: 2n });
    expect(await reserveOne(wanted)).toEqual(first);
    expect(await stockOf(bookId)).toEqual({ onHand: 5n, reserved: 2n });
  });

  it('decides a batch entry by entry, and one refusal leaves its neighbours alone', async () => {
    const [plenty, last] = [await store.addBook({}, 10n), await store.addBook({}, 1n)];
    const results = await store.reservations.reserve([
      entry([plenty.bookId, last.bookId]),
      entry([last.bookId, plenty.bookId]),
      entry([plenty.bookId]),
      entry([randomUUID()]),
    ]);
    expect(results.map((result) => ('refusal' in result ? result.refusal.reason : 'held'))).toEqual([
      'held',
      'INSUFFICIENT_STOCK',
      'held',
      'BOOK_NOT_FOUND',
    ]);
    expect(await stockOf(plenty.bookId)).toEqual({ onHand: 10n, reserved: 2n });
  });

  it('gives all of many concurrent tries for one order the same hold', async () => {
    const { bookId } = await store.addBook({}, 100n);
    const wanted = entry([bookId]);
    const results = await Promise.all(Array.from({ length: 30 }, () => reserveOne(wanted)));
    for (const result of results) expect(result).toEqual(results[0]);
    expect(await stockOf(bookId)).toEqual({ onHand: 100n, reserved: 1n });
  });

  it('refuses all but one of concurrent tries for one order with other lines', async () => {
    const books = await Promise.all(Array.from({ length: 10 }, () => store.addBook({}, 10n)));
    const orderId = randomUUID();
    const results = await Promise.all(books.map(({ bookId }) => reserveOne(entry([bookId], { orderId }))));
    const refused = results.flatMap((result) => ('refusal' in result ? result.refusal.reason : []));
    expect(refused).toEqual(Array(9).fill('RESERVATION_MISMATCH'));
  });

  it('sells a hold once, however often it is committed', async () => {
    const { bookId } = await store.addBook({}, 5n);
    const orderId = await hold(bookId, 2n);
    const results = await Promise.all(Array.from({ length: 10 }, () => settle('COMMITTED', orderId)));
    expect(results).toEqual(Array(10).fill({ orderId, state: 'COMMITTED' }));
    expect(await stockOf(bookId)).toEqual({ onHand: 3n, reserved: 0n });
    const movements = await store.stock.listMovements({ bookId, before: undefined, limit: 10 });
    expect(movements).toMatchObject([
      { reason: 'SOLD', quantity: -2n, onHandAfter: 3n, orderId, actorId: undefined },
      { reason: 'INITIAL', quantity: 5n, onHandAfter: 5n },
    ]);
  });

  it('writes one running balance when a batch sells a book to several orders', async () => {
    const { bookId } = await store.addBook({}, 9n);
    const orderIds = [await hold(bookId, 1n), await hold(bookId, 2n), await hold(bookId, 3n)];
    await store.reservations.settle(
      'COMMITTED',
      orderIds.map((orderId) => ({ orderId, orderVersion: 2n })),
    );
    const movements = await store.stock.listMovements({ bookId, before: undefined, limit: 10 });
    expect(movements.map(({ onHandAfter }) => onHandAfter)).toEqual([3n, 6n, 8n, 9n]);
    expect(movements.map(({ orderId }) => orderId)).toEqual([...orderIds.toReversed(), undefined]);
  });

  it('frees a hold once, and refuses to sell it afterwards', async () => {
    const { bookId } = await store.addBook({}, 1n);
    const orderId = await hold(bookId);
    expect(await settle('RELEASED', orderId, 2n)).toEqual({ orderId, state: 'RELEASED' });
    expect(await settle('RELEASED', orderId, 2n)).toEqual({ orderId, state: 'RELEASED' });
    expect(await stockOf(bookId)).toEqual({ onHand: 1n, reserved: 0n });
    expect(await settle('COMMITTED', orderId, 3n)).toMatchObject({
      state: 'RELEASED',
      refusal: { reason: 'RESERVATION_CLOSED', metadata: { order_id: orderId, state: 'RELEASED' } },
    });
  });

  it('remembers the release of an order without a hold, and refuses the hold that comes late', async () => {
    const { bookId } = await store.addBook({}, 1n);
    const late = entry([bookId]);
    expect(await settle('RELEASED', late.orderId)).toEqual({ orderId: late.orderId, state: 'RELEASED' });
    expect(await reserveOne(late)).toMatchObject({ refusal: { reason: 'RESERVATION_CLOSED' } });
    expect(await stockOf(bookId)).toEqual({ onHand: 1n, reserved: 0n });
  });

  it('lets either a reserve or a release of one order win, never both, when they race', async () => {
    const { bookId } = await store.addBook({}, 1_000n);
    for (let turn = 0; turn < 30; turn += 1) {
      const wanted = entry([bookId]);
      await Promise.all([reserveOne(wanted), settle('RELEASED', wanted.orderId)]);
      expect(await settle('COMMITTED', wanted.orderId, 5n)).toMatchObject({ state: 'RELEASED' });
    }
    expect(await stockOf(bookId)).toEqual({ onHand: 1_000n, reserved: 0n });
  });

  it('takes copies back once for each return, and never more than were sold', async () => {
    const { bookId } = await store.addBook({}, 5n);
    const orderId = await hold(bookId, 3n);
    const back = { orderId, returnId: randomUUID(), lines: [{ bookId, quantity: 2n }], orderVersion: 4n };
    expect(await store.reservations.takeBack([back])).toMatchObject([{ refusal: { reason: 'ILLEGAL_TRANSITION' } }]);
    await settle('COMMITTED', orderId);
    const results = await Promise.all(Array.from({ length: 5 }, () => store.reservations.takeBack([back])));
    expect(results.flat()).toEqual(Array(5).fill({ orderId, state: 'COMMITTED' }));
    expect(await stockOf(bookId)).toEqual({ onHand: 4n, reserved: 0n });
    const more = { ...back, returnId: randomUUID() };
    expect(await store.reservations.takeBack([more])).toMatchObject([{ refusal: { reason: 'RESERVATION_MISMATCH' } }]);
    const rest = { ...back, returnId: randomUUID(), lines: [] };
    expect(await store.reservations.takeBack([rest, rest])).toEqual(Array(2).fill({ orderId, state: 'COMMITTED' }));
    expect(await stockOf(bookId)).toEqual({ onHand: 5n, reserved: 0n });
    const other = { ...rest, lines: [{ bookId, quantity: 1n }] };
    expect(await store.reservations.takeBack([other])).toMatchObject([{ refusal: { reason: 'RESERVATION_MISMATCH' } }]);
  });

  it('takes no more back than was sold when returns race', async () => {
    const { bookId } = await store.addBook({}, 5n);
    const orderId = await hold(bookId, 5n);
    await settle('COMMITTED', orderId);
    const results = await Promise.all(
      Array.from({ length: 8 }, () =>
        store.reservations.takeBack([
          { orderId, returnId: randomUUID(), lines: [{ bookId, quantity: 2n }], orderVersion: 4n },
        ]),
      ),
    );
    expect(results.flat().filter(({ refusal }) => refusal === undefined)).toHaveLength(2);
    expect(await stockOf(bookId)).toEqual({ onHand: 4n, reserved: 0n });
  });

  it('lists due holds, longest due first, over pages with ties', async () => {
    await store.query(`UPDATE reservations SET due_at = now() + interval '1 hour'`);
    const { bookId } = await store.addBook({}, 100n);
    const orderIds = await Promise.all(Array.from({ length: 7 }, () => hold(bookId)));
    const start = Date.now();
    const ages = [10, 30, 30, 30, 20, -1_000];
    for (const [index, age] of ages.entries()) {
      const dueAt = new Date(start - age * 1_000);
      await store.query('UPDATE reservations SET due_at = $2 WHERE order_id = $1', [orderIds[index], dueAt]);
    }
    await settle('RELEASED', orderIds[0]!);
    const listed: string[] = [];
    let after: { dueAt: Date; orderId: string } | undefined;
    do {
      const page = await store.reservations.list({ due: true, state: undefined, after, limit: 2 });
      listed.push(...page.map(({ orderId }) => orderId));
      after = page.at(-1);
    } while (after);
    expect(listed).toEqual([...orderIds.slice(1, 4).sort(), orderIds[4]]);
  });
});
