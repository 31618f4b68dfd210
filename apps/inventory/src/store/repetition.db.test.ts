import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { bookContent, expectWholeStock, openStoreForTests, STAFF } from '../../test/store-for-tests.ts';
import type { NewBook } from '../domain/book-repository.ts';
import type { StockAdjustment } from '../domain/stock-repository.ts';

const SOMEBODY_ELSE = '0190b7a2-0000-7000-8000-000000000002';
const PARALLEL = 100;

const store = await openStoreForTests();
afterEach(() => expectWholeStock(store));
afterAll(() => store.drop());

const inParallel = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: PARALLEL }, work));

describe('an adjustment of stock', { timeout: 60_000 }, () => {
  const adjustment = (bookId: string, changes: Partial<StockAdjustment> = {}): StockAdjustment => ({
    ...{ bookId, quantity: -2n, reason: 'DAMAGED', note: '', requestId: randomUUID(), actorId: STAFF },
    ...changes,
  });
  const movementsOf = async (bookId: string) =>
    (await store.stock.listMovements({ bookId, before: undefined, limit: 10 })).map(({ quantity }) => quantity);

  it('is carried out once for a hundred tries at once, and all hear the same', async () => {
    const { bookId } = await store.addBook({}, 5n);
    const request = adjustment(bookId);
    const answers = await inParallel(() => store.stock.adjust(request));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await movementsOf(bookId)).toEqual([-2n, 5n]);
  });

  it('is answered as it was then, however much later it is repeated', async () => {
    const { bookId } = await store.addBook({}, 5n);
    const request = adjustment(bookId);
    const first = await store.stock.adjust(request);
    await store.stock.adjust(adjustment(bookId, { quantity: 90n, reason: 'RECEIVED' }));
    await store.query(`UPDATE requests SET created_at = created_at - interval '10 years'`);
    expect(await store.stock.adjust(request)).toEqual(first);
    expect(await movementsOf(bookId)).toEqual([90n, -2n, 5n]);
  });

  it('is carried out by its repeat when the first try died half-way', async () => {
    const { bookId } = await store.addBook({}, 5n);
    const request = adjustment(bookId);
    // Its key is claimed, and the stock not written: there it waits for a lock, and there it dies.
    const death = dieAtStock(bookId);
    await expect.poll(() => isLocked(bookId), { timeout: 20_000 }).toBe(true);
    await expect(store.stock.adjust(request)).rejects.toThrow();
    await death;
    expect(await movementsOf(bookId)).toEqual([5n]);
    expect(await store.stock.adjust(request)).toMatchObject({ stock: { onHand: 3n } });
    expect(await movementsOf(bookId)).toEqual([-2n, 5n]);
  });

  it('that was refused may be allowed later', async () => {
    const { bookId } = await store.addBook({}, 1n);
    const request = adjustment(bookId);
    await expect(store.stock.adjust(request)).rejects.toMatchObject({ reason: 'STOCK_BELOW_RESERVED' });
    await store.stock.adjust(adjustment(bookId, { quantity: 9n, reason: 'RECEIVED' }));
    expect(await store.stock.adjust(request)).toMatchObject({ stock: { onHand: 8n } });
    expect(await movementsOf(bookId)).toEqual([-2n, 9n, 1n]);
  });

  it('is refused with other content, of another kind, or by somebody else', async () => {
    const { bookId } = await store.addBook({}, 5n);
    const other = await store.addBook({}, 5n);
    const request = adjustment(bookId);
    await store.stock.adjust(request);
    for (const change of [
      { quantity: -1n },
      { reason: 'LOST' },
      { note: 'rain' },
      { bookId: other.bookId },
      { actorId: SOMEBODY_ELSE },
    ] as const) {
      const reused = store.stock.adjust({ ...request, ...change });
      await expect(reused).rejects.toMatchObject({ reason: 'REQUEST_ID_REUSED' });
    }
    const { requestId } = request;
    const book = store.books.add({ content: bookContent(), initialStock: 0n, requestId, actorId: STAFF });
    await expect(book).rejects.toMatchObject({ reason: 'REQUEST_ID_REUSED' });
    expect(await movementsOf(bookId)).toEqual([-2n, 5n]);
  });

  it('of a release that did not note whose it was can still be repeated', async () => {
    const { bookId } = await store.addBook({}, 5n);
    const request = adjustment(bookId);
    const first = await store.stock.adjust(request);
    await store.query('UPDATE requests SET actor_id = NULL WHERE request_id = $1', [request.requestId]);
    expect(await store.stock.adjust(request)).toEqual(first);
  });

  async function isLocked(bookId: string): Promise<boolean> {
    const sql = 'SELECT FROM stock_levels WHERE book_id = $1::uuid FOR UPDATE SKIP LOCKED';
    return (await store.query(sql, [bookId])).length === 0;
  }

  /** Holds the stock of a book until somebody waits for it, and ends whoever that is. */
  async function dieAtStock(bookId: string): Promise<void> {
    await store.query(
      `DO $$
       DECLARE waiting INTEGER;
       BEGIN
         PERFORM FROM stock_levels WHERE book_id = '${bookId}' FOR UPDATE;
         LOOP
           PERFORM pg_stat_clear_snapshot();
           SELECT pid INTO waiting FROM pg_stat_activity
           WHERE datname = current_database() AND pg_backend_pid() = ANY (pg_blocking_pids(pid));
           EXIT WHEN waiting IS NOT NULL;
           PERFORM pg_sleep(0.01);
         END LOOP;
         PERFORM pg_terminate_backend(waiting, 5000);
       END $$`,
    );
  }
});

describe('a new book', { timeout: 60_000 }, () => {
  const request = (): NewBook => ({
    content: { ...bookContent(), description: 'x' },
    initialStock: 3n,
    requestId: randomUUID(),
    actorId: STAFF,
  });

  it('is added once for a hundred tries at once', async () => {
    const book = request();
    const answers = await inParallel(() => store.books.add(book));
    expect(new Set(answers.map(({ bookId }) => bookId)).size).toBe(1);
    const rows = await store.query('SELECT id FROM books WHERE title = $1', [book.content.title]);
    expect(rows).toHaveLength(1);
  });

  it('that was refused may be allowed later, and is refused with other content or by somebody else', async () => {
    const isbn = '9780061120084';
    const taken = await store.addBook({ isbn });
    const book = { ...request(), content: { ...bookContent(), isbn } };
    await expect(store.books.add(book)).rejects.toMatchObject({ reason: 'ISBN_TAKEN' });
    await store.query('UPDATE books SET isbn = NULL WHERE id = $1', [taken.bookId]);
    const { bookId } = await store.books.add(book);
    expect((await store.books.add(book)).bookId).toBe(bookId);
    for (const change of [
      { initialStock: 4n },
      { content: { ...book.content, title: 'Other' } },
      { actorId: SOMEBODY_ELSE },
    ]) {
      await expect(store.books.add({ ...book, ...change })).rejects.toMatchObject({ reason: 'REQUEST_ID_REUSED' });
    }
  });
});

describe('an import', { timeout: 60_000 }, () => {
  it('needs no request id: sent many times at once, each row becomes one book', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({
      content: { ...bookContent(), source: 'list', sourceKey: String(index) },
      initialStock: 5n,
    }));
    const tries = Array.from({ length: 10 }, () => store.books.importRows({ source: 'list', rows, actorId: STAFF }));
    const outcomes = (await Promise.all(tries)).flat();
    expect(outcomes.filter(({ kind }) => kind === 'added')).toHaveLength(20);
    expect(outcomes.filter(({ kind }) => kind === 'unchanged')).toHaveLength(180);
    const stock = await store.query(
      `SELECT sum(on_hand)::int FROM stock_levels JOIN books ON id = book_id WHERE source = 'list'`,
    );
    expect(stock).toEqual([{ sum: 100 }]);
  });
});
