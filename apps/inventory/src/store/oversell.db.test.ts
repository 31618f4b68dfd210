// Many buyers and few copies. `nx run inventory:oversell` runs it at its full length.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, expect, it } from 'vitest';
import { expectWholeStock, openStoreForTests } from '../../test/store-for-tests.ts';

const BUYERS = 200;
/** How often the last copy is fought for. */
const ROUNDS = Number(process.env['OVERSELL_ROUNDS'] ?? 2);
/** How many orders name ten titles in one order or the other. */
const ORDERS = Number(process.env['OVERSELL_ORDERS'] ?? 100);
/** Orders that are placed at once. */
const AT_ONCE = 50;

const store = await openStoreForTests();
afterEach(() => expectWholeStock(store));
afterAll(() => store.drop());

async function reserve(orderId: string, bookIds: readonly string[]): Promise<string> {
  const lines = bookIds.map((bookId) => ({ bookId, quantity: 1n }));
  const entry = { orderId, lines, holdSeconds: 60, expectedTotal: undefined, maxTotalMinorUnits: 99_999_999n };
  const [result] = await store.reservations.reserve([entry]);
  return result && 'refusal' in result ? result.refusal.reason : 'HELD';
}

function print(figures: string): void {
  process.stdout.write(`oversell: ${figures}\n`);
}

it(
  `sells the last copy once to ${BUYERS} buyers, each of ${ROUNDS} times`,
  async () => {
    let refused = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { bookId } = await store.addBook({}, 1n);
      const orderIds = Array.from({ length: BUYERS }, () => randomUUID());
      const results = await Promise.all(orderIds.map((orderId) => reserve(orderId, [bookId])));
      const winner = orderIds[results.indexOf('HELD')]!;
      expect(results.filter((result) => result === 'HELD')).toHaveLength(1);
      refused += results.filter((result) => result === 'INSUFFICIENT_STOCK').length;
      await store.reservations.settle('COMMITTED', [{ orderId: winner, orderVersion: 1n }]);
      expect((await store.books.findByIds([bookId]))[0]!.stock).toEqual({ onHand: 0n, reserved: 0n });
    }
    expect(refused).toBe(ROUNDS * (BUYERS - 1));
    print(`${ROUNDS} last copies, ${ROUNDS * BUYERS} buyers, ${ROUNDS} sold, ${refused} refused`);
  },
  30_000 + ROUNDS * 10_000,
);

it(
  `holds and ends ${ORDERS} orders of ten titles in opposite orders, and no deadlock surfaces`,
  async () => {
    const books = await Promise.all(Array.from({ length: 10 }, () => store.addBook({}, BigInt(ORDERS))));
    const forwards = books.map(({ bookId }) => bookId);
    const backwards = forwards.toReversed();
    await store.query(`ALTER DATABASE ${new URL(store.url).pathname.slice(1)} SET deadlock_timeout = '20ms'`);
    let committed = 0n;
    for (let from = 0; from < ORDERS; from += AT_ONCE) {
      const turns = Array.from({ length: Math.min(AT_ONCE, ORDERS - from) }, (_, index) => from + index);
      await Promise.all(
        turns.map(async (turn) => {
          const orderId = randomUUID();
          expect(await reserve(orderId, turn % 2 === 0 ? forwards : backwards)).toBe('HELD');
          const outcome = turn % 3 === 0 ? 'COMMITTED' : 'RELEASED';
          expect(await store.reservations.settle(outcome, [{ orderId, orderVersion: 1n }])).toEqual([
            { orderId, state: outcome },
          ]);
          if (outcome === 'COMMITTED') committed += 1n;
        }),
      );
    }
    const stocks = (await store.books.findByIds(forwards)).map(({ stock }) => stock);
    expect(stocks).toEqual(Array(10).fill({ onHand: BigInt(ORDERS) - committed, reserved: 0n }));
    const [counted] = await store.query<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(counted!.deadlocks).toBe('0');
    print(`${ORDERS} orders of ten titles in opposite orders, ${committed} sold, ${counted!.deadlocks} deadlocks`);
  },
  30_000 + ORDERS * 500,
);
