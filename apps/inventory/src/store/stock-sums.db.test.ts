import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { openStoreForTests } from '../../test/store-for-tests.ts';
import type { StockBreach } from '../domain/stock-sums.ts';

const store = await openStoreForTests();
afterAll(() => store.drop());

async function checkAll(limit: number) {
  const breaches: StockBreach[] = [];
  let batches = 0;
  let after: string | undefined;
  do {
    const checked = await store.stockSums.check(after, limit);
    breaches.push(...checked.breaches);
    after = checked.last;
    batches += 1;
  } while (after !== undefined);
  return { breaches, batches };
}

it('adds up every book, and names those that do not come out', async () => {
  const books = await Promise.all(Array.from({ length: 5 }, () => store.addBook({}, 10n)));
  const [first, second, third] = books.map(({ bookId }) => bookId).sort();
  const hold = { holdSeconds: 60, expectedTotal: undefined, maxTotalMinorUnits: 1_000_000n };
  const [held, sold] = [randomUUID(), randomUUID()];
  await store.reservations.reserve(
    [held, sold].map((orderId) => ({ ...hold, orderId, lines: [{ bookId: first!, quantity: 2n }] })),
  );
  await store.reservations.settle('COMMITTED', [{ orderId: sold, orderVersion: 1n }]);
  expect(await checkAll(2)).toEqual({ breaches: [], batches: 3 });
  await store.query('UPDATE stock_levels SET reserved = 0 WHERE book_id = $1', [first]);
  await store.query('UPDATE stock_levels SET on_hand = 11 WHERE book_id = $1', [second]);
  await store.query('DELETE FROM stock_movements WHERE book_id = $1', [third]);
  for (const limit of [1, 2, 100]) {
    expect((await checkAll(limit)).breaches).toEqual([
      { bookId: first, onHand: 8n, moved: 8n, reserved: 0n, held: 2n },
      { bookId: second, onHand: 11n, moved: 10n, reserved: 0n, held: 0n },
      { bookId: third, onHand: 10n, moved: 0n, reserved: 0n, held: 0n },
    ]);
  }
});

it('does not let a book that does not come out hold up the orders of others', async () => {
  const [broken, whole] = [await store.addBook({}, 10n), await store.addBook({}, 10n)];
  const hold = { holdSeconds: 60, expectedTotal: undefined, maxTotalMinorUnits: 1_000_000n };
  const orderIds = [randomUUID(), randomUUID()];
  await store.reservations.reserve(
    [broken, whole].map(({ bookId }, index) => {
      return { ...hold, orderId: orderIds[index]!, lines: [{ bookId, quantity: 2n }] };
    }),
  );
  await store.query('UPDATE stock_levels SET reserved = 0 WHERE book_id = $1', [broken.bookId]);
  const outcomes = orderIds.map((orderId) => ({ orderId, orderVersion: 1n }));
  expect(await store.reservations.settle('COMMITTED', outcomes)).toMatchObject([
    { state: 'HELD', refusal: { reason: 'STOCK_BELOW_RESERVED' } },
    { state: 'COMMITTED' },
  ]);
});
