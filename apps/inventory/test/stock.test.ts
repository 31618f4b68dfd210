import { randomUUID } from 'node:crypto';
import { StockMovementReason } from '@bookstore/contracts/inventory/v1/book';
import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InventoryForTests, STAFF_ID } from './inventory-for-tests.ts';

describe('stock over the wire', () => {
  let inventory: InventoryForTests;
  beforeAll(async () => {
    inventory = await InventoryForTests.start();
  });
  afterAll(() => inventory.stop());

  it('takes a counted stock as a movement, once, and not below what is reserved', async () => {
    const { bookId } = await inventory.addBook({}, 5n);
    const count = (onHand: bigint) => inventory.staff.updateBook({ bookId, onHand, updateMask: ['on_hand'] });
    const counted = await count(3n);
    expect(counted.book).toMatchObject({ etag: '"1"', stock: { onHand: 3n } });
    await count(3n);
    const { movements } = await inventory.staff.listStockMovements({ bookId });
    expect(movements).toMatchObject([
      { reason: StockMovementReason.COUNTED, quantity: -2n, onHandAfter: 3n, actorId: STAFF_ID },
      { reason: StockMovementReason.INITIAL, quantity: 5n, onHandAfter: 5n, actorId: STAFF_ID },
    ]);
    await inventory.orders.reserveStock({
      entries: [
        { orderId: randomUUID(), lines: [{ bookId, quantity: 2 }], holdSeconds: 60, maxTotalMinorUnits: 10_000n },
      ],
    });
    expect(await refusal(count(1n))).toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'STOCK_BELOW_RESERVED',
      metadata: { book_id: bookId, on_hand: '3', reserved: '2' },
    });
  });

  it('adjusts stock once for each request id', async () => {
    const { bookId } = await inventory.addBook({}, 5n);
    const request = {
      bookId,
      quantity: -2n,
      reason: StockMovementReason.DAMAGED,
      note: 'rain',
      requestId: randomUUID(),
    };
    const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => inventory.staff.adjustStock(request)));
    expect(first).toMatchObject({
      movement: { quantity: -2n, onHandAfter: 3n, note: 'rain', actorId: STAFF_ID },
      stock: { onHand: 3n, reserved: 0n, available: 3n },
    });
    for (const other of others) expect(other).toEqual(first);
    await inventory.staff.adjustStock({ ...request, quantity: 10n, requestId: randomUUID() });
    expect(await inventory.staff.adjustStock(request)).toEqual(first);
    const adjust = (changes: Partial<typeof request>) =>
      refusal(inventory.staff.adjustStock({ ...request, ...changes }));
    expect(await adjust({ quantity: -1n })).toMatchObject({ reason: 'REQUEST_ID_REUSED' });
    expect(await adjust({ quantity: 0n })).toMatchObject({ reason: 'INVALID_FIELD', fields: ['quantity'] });
    expect(await adjust({ reason: StockMovementReason.SOLD as never })).toMatchObject({
      reason: 'INVALID_FIELD',
      fields: ['reason'],
    });
    expect(await adjust({ quantity: -14n, requestId: randomUUID() })).toMatchObject({ reason: 'STOCK_BELOW_RESERVED' });
    expect(await adjust({ bookId: randomUUID(), requestId: randomUUID() })).toMatchObject({ reason: 'BOOK_NOT_FOUND' });
  });

  it('lists movements newest first over pages, for books that are there', async () => {
    const { bookId } = await inventory.addBook({}, 1n);
    for (let turn = 0; turn < 4; turn += 1) {
      const reason = StockMovementReason.RECEIVED;
      await inventory.staff.adjustStock({ bookId, quantity: 1n, reason, requestId: randomUUID() });
    }
    const seen: bigint[] = [];
    let pageToken = '';
    do {
      const page = await inventory.staff.listStockMovements({ bookId, pageSize: 2, pageToken });
      seen.push(...page.movements.map(({ onHandAfter }) => onHandAfter));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen).toEqual([5n, 4n, 3n, 2n, 1n]);
    const unknown = inventory.staff.listStockMovements({ bookId: randomUUID() });
    expect(await refusal(unknown)).toMatchObject({ code: 'NOT_FOUND', reason: 'BOOK_NOT_FOUND' });
  });

  it('answers availability in the order asked, the same book twice counted together', async () => {
    const [one, two] = [await inventory.addBook({}, 3n), await inventory.addBook({}, 1n)];
    const { availabilities } = await inventory.anybody.checkAvailability({
      queries: [
        { bookId: one.bookId, quantity: 2 },
        { bookId: two.bookId, quantity: 1 },
        { bookId: one.bookId, quantity: 2 },
      ],
    });
    expect(availabilities).toMatchObject([
      { bookId: one.bookId, requested: 4n, available: 3n, sufficient: false, price: { minorUnits: 1_299n } },
      { bookId: two.bookId, requested: 1n, available: 1n, sufficient: true },
      { bookId: one.bookId, requested: 4n, available: 3n, sufficient: false },
    ]);
    const bookId = randomUUID();
    const unknown = inventory.anybody.checkAvailability({ queries: [{ bookId, quantity: 1 }] });
    expect(await refusal(unknown)).toMatchObject({ reason: 'BOOK_NOT_FOUND', metadata: { book_id: bookId } });
  });
});
