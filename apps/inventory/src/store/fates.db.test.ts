// Whatever orders says about its reservations arrives any number of times, at once, in any order and
// in any batches; what becomes of the copies must not depend on it. A failing seed can be run again by
// FATES_SEED.
import { randomInt } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { expectWholeStock, openStoreForTests } from '../../test/store-for-tests.ts';
import { Random } from '../../test/random.ts';

const ROUNDS = Number(process.env['FATES_ROUNDS'] ?? 3);
const SEED = Number(process.env['FATES_SEED'] ?? randomInt(2 ** 31));
const ORDERS = 12;
const COPIES = 1_000n;

type Fate = 'SOLD' | 'FREED' | 'CAME_BACK';

interface Plan {
  readonly orderId: string;
  readonly fate: Fate;
  readonly lines: readonly { readonly bookId: string; readonly quantity: bigint }[];
  readonly returnIds: readonly string[];
}

const store = await openStoreForTests();
afterAll(() => store.drop());

it.each(Array.from({ length: ROUNDS }, (_, round) => SEED + round))(
  'ends every order as orders decided, whatever arrives when and how often (seed %i)',
  async (seed) => {
    const random = new Random(seed);
    const books = await Promise.all(Array.from({ length: 4 }, () => store.addBook({}, COPIES)));
    const bookIds = books.map(({ bookId }) => bookId);
    const plans = Array.from({ length: ORDERS }, () => planOf(random, bookIds));
    await reserve(plans);
    await Promise.all(random.shuffled(plans.flatMap((plan) => messagesOf(plan, random))).map((send) => send()));
    // What came too early was refused, and orders says it again until it is taken.
    for (const plan of plans) for (const send of inOrder(plan)) await send();
    await Promise.all(
      random.shuffled(plans.flatMap((plan) => [...inOrder(plan), ...contradicting(plan)])).map((send) => send()),
    );
    for (const bookId of bookIds) await expectStockOf(bookId, plans);
    for (const plan of plans) expect(await movementsOf(plan)).toEqual(expectedMovements(plan));
    await expectWholeStock(store);
  },
  60_000,
);

function planOf(random: Random, bookIds: readonly string[]): Plan {
  const lines = random.shuffled(bookIds).slice(0, 1 + random.below(bookIds.length));
  return {
    orderId: random.uuid(),
    fate: (['SOLD', 'FREED', 'CAME_BACK'] as const)[random.below(3)]!,
    lines: lines.map((bookId) => ({ bookId, quantity: BigInt(2 + random.below(3)) })),
    returnIds: [random.uuid(), random.uuid()],
  };
}

type Send = () => Promise<unknown>;

const reserve = (plans: readonly Plan[]) =>
  store.reservations.reserve(
    plans.map(({ orderId, lines }) => ({
      ...{ orderId, lines, holdSeconds: 60, expectedTotal: undefined, maxTotalMinorUnits: 99_999_999n },
    })),
  );
const commit = ({ orderId }: Plan, orderVersion = 2n) =>
  store.reservations.settle('COMMITTED', [{ orderId, orderVersion }]);
const release = ({ orderId }: Plan, orderVersion = 2n) =>
  store.reservations.settle('RELEASED', [{ orderId, orderVersion }]);

/** One copy of the first line by one return, and all that is left by another. */
const takeBack = ({ orderId, lines, returnIds: [one = '', rest = ''] }: Plan) => [
  () =>
    store.reservations.takeBack([
      { orderId, returnId: one, lines: [{ bookId: lines[0]!.bookId, quantity: 1n }], orderVersion: 3n },
    ]),
  () => store.reservations.takeBack([{ orderId, returnId: rest, lines: [], orderVersion: 4n }]),
];

/** All that orders says of one order, in the order in which it comes to be true. */
function inOrder(plan: Plan): Send[] {
  if (plan.fate === 'FREED') return [() => release(plan)];
  return plan.fate === 'SOLD' ? [() => commit(plan)] : [() => commit(plan), takeBack(plan)[0]!];
}

/** The same, each several times, and the placing repeated. */
function messagesOf(plan: Plan, random: Random): Send[] {
  const again = [() => reserve([plan]), ...inOrder(plan)];
  return again.flatMap((send) => Array.from({ length: 1 + random.below(4) }, () => send));
}

/** What an older version of the order would have said. */
function contradicting(plan: Plan): Send[] {
  return plan.fate === 'FREED' ? [() => commit(plan, 1n)] : [() => release(plan, 1n)];
}

function expectedMovements({ fate, lines }: Plan): string[] {
  if (fate === 'FREED') return [];
  const sold = lines.map(({ bookId, quantity }) => `${bookId} SOLD ${-quantity}`);
  return [...sold, ...(fate === 'CAME_BACK' ? [`${lines[0]!.bookId} RETURNED 1`] : [])].sort();
}

async function movementsOf({ orderId }: Plan): Promise<string[]> {
  const rows = await store.query<{ movement: string }>(
    `SELECT book_id || ' ' || reason || ' ' || quantity AS movement FROM stock_movements WHERE order_id = $1`,
    [orderId],
  );
  return rows.map(({ movement }) => movement).sort();
}

async function expectStockOf(bookId: string, plans: readonly Plan[]): Promise<void> {
  const change = plans
    .flatMap(expectedMovements)
    .filter((movement) => movement.startsWith(bookId))
    .reduce((sum, movement) => sum + BigInt(movement.split(' ')[2]!), 0n);
  const [book] = await store.books.findByIds([bookId]);
  expect(book!.stock).toEqual({ onHand: COPIES + change, reserved: 0n });
}
