// A caller gives 300 ms, and something far behind the shop's door does not answer. Everybody stops in
// time: the caller hears so, and each service says in its log how long it was at it. The figures are
// printed; what is asked for leaves room for a busy machine, far from what a time-out of its own would take.
import { randomUUID } from 'node:crypto';
import { type Book, type Bookstore, BookstoreError } from '@bookstore/client';
import type { Mesh, ProcessName } from '@bookstore/mesh';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';

const BUDGET_MS = 300;
/** Each of a service's own time-outs is longer than that by far. */
const PATIENT = {
  DATABASE_ACQUIRE_TIMEOUT_MS: '30000',
  DATABASE_STATEMENT_TIMEOUT_MS: '30000',
  DEFAULT_TIMEOUT_MS: '60000',
};
const IN_TIME_MS = 5_000;

let mesh: Mesh;
let shopper: Bookstore;
let clerk: Bookstore;
let book: Book;
beforeAll(async () => {
  mesh = await startMesh('deadlines', {
    settings: {
      users: PATIENT,
      inventory: PATIENT,
      orders: { ...PATIENT, INVENTORY_TIMEOUT_MS: '30000', PAYMENT_TIMEOUT_MS: '30000' },
    },
  });
  clerk = await newClerk(mesh.door, STAFF);
  shopper = await newShopper(mesh.door);
  book = await stockBook(clerk, 'Deadlines', 1_000);
});
afterAll(() => mesh.stop());

/** How long a call took to fail, and its code. */
async function failing(call: Promise<unknown>) {
  const startedAt = performance.now();
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { code: error instanceof BookstoreError ? error.code : error, ms: performance.now() - startedAt };
}

/** What a service says of its next call of a method, made by `work`. */
async function lineOf(name: ProcessName, method: string, work: () => Promise<unknown>) {
  const before = mesh.logs(name).length;
  await work();
  const find = () =>
    mesh
      .logs(name)
      .slice(before)
      .split('\n')
      .filter((line) => line.includes(`/${method}"`) && line.endsWith('}'))
      .map((line) => JSON.parse(line) as { code: string; ms: number })
      .at(0);
  await expect.poll(find, { timeout: 20_000 }).toBeDefined();
  return find();
}

/** Holds a process still while something is done. */
async function during(victim: ProcessName | 'postgres', work: () => Promise<void>): Promise<void> {
  await mesh.pause(victim);
  try {
    await work();
  } finally {
    await mesh.resume(victim);
  }
}

const place = () => shopper.orders.place(orderOf([book, 1]), { timeoutMs: BUDGET_MS, requestId: randomUUID() });
const UNKNOWN = expect.stringMatching(/^(UNAVAILABLE|DEADLINE_EXCEEDED)$/) as string;

describe(`a budget of ${BUDGET_MS} ms`, () => {
  it('ends a read in each service whose PostgreSQL is silent', async () => {
    // Connections that stand, so that statements are what is waited for.
    await Promise.all([clerk.books.get(book.bookId), clerk.account.get(), Array.fromAsync(shopper.orders.history())]);
    await during('postgres', async () => {
      const reads: readonly [ProcessName, string, () => Promise<unknown>][] = [
        ['inventory', 'GetBookDetails', () => clerk.books.get(book.bookId, { timeoutMs: BUDGET_MS })],
        ['users', 'GetUser', () => clerk.account.get({ timeoutMs: BUDGET_MS })],
        ['orders', 'GetOrder', () => shopper.orders.get(randomUUID(), { timeoutMs: BUDGET_MS })],
      ];
      for (const [service, method, read] of reads) {
        let heard: Awaited<ReturnType<typeof failing>> | undefined;
        const line = await lineOf(service, method, async () => (heard = await failing(read())));
        report(`${service}, PostgreSQL silent`, heard?.ms, line?.ms);
        expect(heard).toMatchObject({ code: UNKNOWN });
        expect(heard?.ms).toBeLessThan(IN_TIME_MS);
        expect(line).toMatchObject({ code: UNKNOWN });
        expect(line?.ms).toBeLessThan(IN_TIME_MS);
      }
    });
  });

  it.each(['postgres', 'inventory', 'payment-simulator'] as const)(
    'is kept by an order when %s is held still, and by orders itself',
    async (victim) => {
      await during(victim, async () => {
        let heard: Awaited<ReturnType<typeof failing>> | undefined;
        const line = await lineOf('orders', 'PlaceOrder', async () => (heard = await failing(place())));
        report(`an order, ${victim} held still`, heard?.ms, line?.ms);
        expect(heard).toMatchObject({ code: UNKNOWN });
        expect(heard?.ms).toBeLessThan(IN_TIME_MS);
        expect(line?.ms).toBeLessThan(IN_TIME_MS);
      });
    },
  );

  it('leaves nothing behind: at once, everything answers again', async () => {
    await expect.poll(() => clerk.books.get(book.bookId).then(() => 'there'), { timeout: 20_000 }).toBe('there');
    const placed = await shopper.orders.place(orderOf([book, 1]), { timeoutMs: 20_000 });
    expect(placed.status).toBe('PAID');
  });
});

function report(what: string, callerMs = Number.NaN, serviceMs = Number.NaN): void {
  process.stdout.write(`${what}: caller ${callerMs.toFixed(0)} ms, service ${serviceMs.toFixed(0)} ms\n`);
}
