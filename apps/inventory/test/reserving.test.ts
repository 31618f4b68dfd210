import { randomUUID } from 'node:crypto';
import { ReservationState, type ReserveStockEntry } from '@bookstore/contracts/inventory/v1/reservation_service';
import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InventoryForTests } from './inventory-for-tests.ts';

describe('reservations over the wire', () => {
  let inventory: InventoryForTests;
  beforeAll(async () => {
    inventory = await InventoryForTests.start();
  });
  afterAll(() => inventory.stop());

  const entry = (lines: ReserveStockEntry['lines'], changes: Partial<ReserveStockEntry> = {}): ReserveStockEntry => ({
    orderId: randomUUID(),
    lines,
    holdSeconds: 60,
    expectedTotal: undefined,
    maxTotalMinorUnits: 1_000_000n,
    ...changes,
  });
  const reserve = async (wanted: ReserveStockEntry) =>
    (await inventory.orders.reserveStock({ entries: [wanted] })).results[0]!.outcome;
  const refused = async (wanted: ReserveStockEntry) => {
    const outcome = await reserve(wanted);
    if (outcome?.$case !== 'refusal') throw new Error('not refused');
    return outcome.value;
  };

  it('holds, sells and takes back the copies of an order, once each', async () => {
    const book = await inventory.addBook({ title: 'Held', isbn: '9780143039433' }, 5n);
    const { bookId } = book;
    const wanted = entry([{ bookId: bookId.toUpperCase(), quantity: 2 }], {
      expectedTotal: { currencyCode: 'USD', minorUnits: 2_598n },
    });
    const outcome = await reserve(wanted);
    expect(outcome).toMatchObject({
      $case: 'reservation',
      value: {
        orderId: wanted.orderId,
        state: ReservationState.HELD,
        lines: [{ bookId, quantity: 2, title: 'Held', isbn: '9780143039433', unitPrice: book.price! }],
        orderVersion: 0n,
      },
    });
    expect(await reserve(wanted)).toEqual(outcome);
    const end = { entries: [{ orderId: wanted.orderId, orderVersion: 3n }] };
    const sold = { results: [{ orderId: wanted.orderId, state: ReservationState.COMMITTED, refusal: undefined }] };
    expect(await inventory.orders.commitReservation(end)).toEqual(sold);
    expect(await inventory.orders.commitReservation(end)).toEqual(sold);
    expect(await reserve(wanted)).toMatchObject({ value: { state: ReservationState.COMMITTED, orderVersion: 3n } });
    const late = await inventory.orders.releaseReservation({ entries: [{ ...end.entries[0]!, orderVersion: 2n }] });
    expect(late).toEqual(sold);
    expect((await inventory.orders.releaseReservation(end)).results[0]).toMatchObject({
      state: ReservationState.COMMITTED,
      refusal: { reason: 'RESERVATION_CLOSED', metadata: { order_id: wanted.orderId, state: 'COMMITTED' } },
    });
    const back = { orderId: wanted.orderId, returnId: randomUUID(), lines: [], orderVersion: 4n };
    expect(await inventory.orders.returnStock({ entries: [back, back] })).toMatchObject({
      results: [...sold.results, ...sold.results],
    });
    const { availabilities } = await inventory.anybody.checkAvailability({ queries: [{ bookId, quantity: 5 }] });
    expect(availabilities).toMatchObject([{ available: 5n, sufficient: true }]);
  });

  it('refuses an entry by each reason of the contract, with what its metadata names', async () => {
    const cheap = await inventory.addBook({ price: { currencyCode: 'USD', minorUnits: 500n } }, 3n);
    const euro = await inventory.addBook({ price: { currencyCode: 'EUR', minorUnits: 700n } }, 3n);
    const free = await inventory.addBook({ price: { currencyCode: 'USD', minorUnits: 0n } }, 3n);
    const retired = await inventory.addBook({}, 3n);
    await inventory.staff.retireBook({ bookId: retired.bookId });
    const line = (bookId: string, quantity = 1) => ({ bookId, quantity });
    const missing = randomUUID();

    expect(await refused(entry([line(missing)]))).toMatchObject({
      reason: 'BOOK_NOT_FOUND',
      metadata: { book_id: missing },
    });
    expect(await refused(entry([line(retired.bookId)]))).toMatchObject({
      reason: 'BOOK_RETIRED',
      metadata: { book_id: retired.bookId },
    });
    const short = await refused(entry([line(cheap.bookId, 9), line(free.bookId), line(euro.bookId, 4)]));
    const shortages = [
      { book_id: cheap.bookId, requested: '9', available: '3' },
      { book_id: euro.bookId, requested: '4', available: '3' },
    ].sort((one, other) => (one.book_id < other.book_id ? -1 : 1));
    expect(short).toMatchObject({ reason: 'INSUFFICIENT_STOCK', metadata: shortages[0]! });
    expect(JSON.parse(short.metadata['shortages']!)).toEqual(shortages);
    expect(await refused(entry([line(cheap.bookId, 2), line(cheap.bookId, 2)]))).toMatchObject({
      reason: 'INSUFFICIENT_STOCK',
      metadata: { requested: '4' },
    });
    expect(await refused(entry([line(cheap.bookId), line(euro.bookId)]))).toMatchObject({
      reason: 'MIXED_CURRENCIES',
      metadata: { currency_codes: 'EUR,USD' },
    });
    expect(await refused(entry([line(free.bookId)]))).toMatchObject({
      reason: 'TOTAL_OUT_OF_RANGE',
      metadata: { total_minor_units: '0' },
    });
    expect(await refused(entry([line(cheap.bookId, 3)], { maxTotalMinorUnits: 1_499n }))).toMatchObject({
      reason: 'TOTAL_OUT_OF_RANGE',
      metadata: { total_minor_units: '1500' },
    });
    for (const expectedTotal of [
      { currencyCode: 'USD', minorUnits: 499n },
      { currencyCode: 'EUR', minorUnits: 500n },
    ]) {
      expect(await refused(entry([line(cheap.bookId)], { expectedTotal }))).toMatchObject({
        reason: 'PRICE_CHANGED',
        metadata: {
          currency_code: 'USD',
          expected_minor_units: String(expectedTotal.minorUnits),
          total_minor_units: '500',
        },
      });
    }
    const held = entry([line(cheap.bookId)]);
    await reserve(held);
    expect(await refused({ ...held, lines: [line(cheap.bookId, 2)] })).toMatchObject({
      reason: 'RESERVATION_MISMATCH',
      metadata: { order_id: held.orderId },
    });
    await inventory.orders.releaseReservation({ entries: [{ orderId: held.orderId, orderVersion: 1n }] });
    expect(await refused(held)).toMatchObject({ reason: 'RESERVATION_CLOSED', metadata: { state: 'RELEASED' } });
    const { availabilities } = await inventory.anybody.checkAvailability({
      queries: [cheap, euro, free].map(({ bookId }) => ({ bookId, quantity: 1 })),
    });
    expect(availabilities.map(({ available }) => available)).toEqual([3n, 3n, 3n]);
  });

  it('tells the price of now when it moved between looking and buying', async () => {
    const { bookId } = await inventory.addBook({}, 3n);
    const expectedTotal = { currencyCode: 'USD', minorUnits: 1_299n };
    const book = { price: { currencyCode: 'USD', minorUnits: 1_399n } };
    await inventory.staff.updateBook({ bookId, book, updateMask: ['price'] });
    const wanted = entry([{ bookId, quantity: 1 }], { expectedTotal });
    expect(await refused(wanted)).toMatchObject({ metadata: { total_minor_units: '1399' } });
    expect(await reserve({ ...wanted, expectedTotal: book.price })).toMatchObject({ $case: 'reservation' });
  });

  it('answers for orders without a reservation', async () => {
    const orderId = randomUUID();
    const entries = [{ orderId, orderVersion: 1n }];
    const unknown = { state: ReservationState.UNSPECIFIED, refusal: { reason: 'RESERVATION_NOT_FOUND' } };
    expect((await inventory.orders.commitReservation({ entries })).results).toMatchObject([unknown]);
    const returns = { entries: [{ orderId, returnId: randomUUID(), lines: [], orderVersion: 1n }] };
    expect((await inventory.orders.returnStock(returns)).results).toMatchObject([unknown]);
    const released = [{ orderId, state: ReservationState.RELEASED, refusal: undefined }];
    expect((await inventory.orders.releaseReservation({ entries })).results).toEqual(released);
  });

  it('lists reservations by state over pages, with tokens for their own list', async () => {
    const { bookId } = await inventory.addBook({}, 9n);
    const wanted = Array.from({ length: 3 }, () => entry([{ bookId, quantity: 1 }]));
    await inventory.orders.reserveStock({ entries: wanted });
    const entries = wanted.map(({ orderId }) => ({ orderId, orderVersion: 1n }));
    await inventory.orders.commitReservation({ entries });
    const state = ReservationState.COMMITTED;
    const seen: string[] = [];
    let pageToken = '';
    do {
      const page = await inventory.orders.listReservations({ state, pageSize: 2, pageToken });
      seen.push(...page.reservations.map(({ orderId }) => orderId));
      if (page.nextPageToken) {
        const other = inventory.orders.listReservations({ due: true, pageToken: page.nextPageToken });
        expect(await refusal(other)).toMatchObject({ reason: 'INVALID_PAGE_TOKEN' });
      }
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen).toEqual(expect.arrayContaining(wanted.map(({ orderId }) => orderId)));
    expect((await inventory.orders.listReservations({ due: true })).reservations).toEqual([]);
  });

  it('refuses bounds: no lines, no copies, too long a hold', async () => {
    const bookId = randomUUID();
    for (const [changes, field] of [
      [{ lines: [] }, 'entries[0].lines'],
      [{ lines: [{ bookId, quantity: 0 }] }, 'entries[0].lines[0].quantity'],
      [{ holdSeconds: 86_401 }, 'entries[0].hold_seconds'],
      [{ maxTotalMinorUnits: 0n }, 'entries[0].max_total_minor_units'],
    ] as const) {
      const call = inventory.orders.reserveStock({
        entries: [entry([{ bookId, quantity: 1 }], changes as Partial<ReserveStockEntry>)],
      });
      expect(await refusal(call)).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD', fields: [field] });
    }
  });
});
