import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bookstore, MemoryTokenStore, UnavailableError } from '@bookstore/client';
import type { Mesh } from '@bookstore/mesh';
import { STAFF } from '../mesh-for-tests.ts';
import { visit } from '../shoppers.ts';
import type { HistoryLog } from './history-log.ts';
import type { Plan } from './plan.ts';
import { CURRENCY, type Person, type ShopOfHistory } from './shop-of-history.ts';

const PASSWORD = 'correct horse battery';
const PATIENCE_MS = 30_000;

export interface OpenedShop extends Disposable {
  readonly shop: ShopOfHistory;
  readonly shoppers: readonly Person[];
  readonly clerk: Person;
}

/** New books and new people for one history; the first prices are its first events. */
export async function openShop(mesh: Mesh, plan: Plan, log: HistoryLog): Promise<OpenedShop> {
  const door = visit(mesh.door);
  const clerk = await signIn(door, 'clerk', STAFF);
  const shoppers = await Promise.all(
    plan.shoppers.map(async (_, index) => {
      const credentials = { email: `${randomUUID()}@example.com`, password: PASSWORD };
      await door.account.register({ ...credentials, displayName: 'Ada' });
      return signIn(door, `shopper ${index}`, credentials);
    }),
  );
  const titles = await Promise.all(plan.books.map((book, index) => stock(clerk, log, book, index)));
  return { shop: { log, titles, acknowledged: [] }, shoppers, clerk, [Symbol.dispose]: () => door.close() };
}

/** Nothing strikes yet, but a machine with much else to do takes its time for the first connections of a new mesh. */
async function untilServed<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UnavailableError) || Date.now() > deadline) throw error;
    }
    await sleep(500);
  }
}

/** Everybody over the same connections. */
async function signIn(door: Bookstore, name: string, credentials: typeof STAFF): Promise<Person> {
  const store = door.as(new MemoryTokenStore());
  const { userId } = await untilServed(() => store.account.signIn(credentials));
  return { name, userId, store };
}

async function stock(clerk: Person, log: HistoryLog, { copies, price }: Plan['books'][number], index: number) {
  const book = await clerk.store.books.add({
    ...{ title: `Book ${index} of history`, initialStock: copies },
    price: { currencyCode: CURRENCY, minorUnits: BigInt(price) },
  });
  const { bookId } = book;
  const asked = { process: `stock ${index}`, function: 'price', key: bookId, value: { bookId, price } } as const;
  await log.record(asked, () => Promise.resolve({ type: 'ok', value: {} }));
  return { bookId, shownPrice: price };
}
