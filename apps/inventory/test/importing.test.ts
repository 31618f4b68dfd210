import { randomUUID } from 'node:crypto';
import type { BookInput } from '@bookstore/contracts/inventory/v1/book';
import { ImportBooksRequest, type ImportRow } from '@bookstore/contracts/inventory/v1/inventory_service';
import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookInput, InventoryForTests } from './inventory-for-tests.ts';

const header = (source: string) => ImportBooksRequest.fromPartial({ part: { $case: 'header', value: { source } } });
const batch = (rows: ImportRow[]) => ImportBooksRequest.fromPartial({ part: { $case: 'batch', value: { rows } } });
const row = (line: number, book: Partial<BookInput>, initialStock = 10n): ImportRow => ({
  line: BigInt(line),
  book: bookInput(book),
  initialStock,
});

async function* stream(...requests: ImportBooksRequest[]) {
  yield* await Promise.resolve(requests);
}

describe('importing a list', () => {
  let inventory: InventoryForTests;
  beforeAll(async () => {
    inventory = await InventoryForTests.start();
  });
  afterAll(() => inventory.stop());

  const send = (source: string, ...batches: ImportRow[][]) =>
    inventory.staff.importBooks(stream(header(source), ...batches.map(batch)));
  const find = async (author: string) =>
    (await inventory.staff.listBooks({ filter: { author, includeRetired: true } })).books;

  it('takes good rows in and refuses each dirty one by line, reason and field', async () => {
    const author = 'Dirty List';
    const answer = await send('dirty', [
      row(2, { authors: [author], sourceKey: '1', isbn: '439023483' }),
      row(3, { authors: [author], sourceKey: '2', isbn: '0439023483' }),
      row(4, { authors: [author], sourceKey: '3' }),
      row(5, { authors: [author], sourceKey: '4', title: '' }),
      row(6, { authors: [author], sourceKey: '5', price: { currencyCode: 'ZZZ', minorUnits: 1n } }),
      row(7, { authors: [author], sourceKey: '6', isbn: '9.78043902348e+12' }),
      { line: 8n, book: undefined, initialStock: 0n },
      row(9, { authors: [author], sourceKey: '7' }, -1n),
      row(10, { authors: [author] }),
      row(11, { authors: [author], sourceKey: '8', isbn: '9780439023481' }),
    ]);
    expect(answer).toMatchObject({ added: 2n, updated: 0n, unchanged: 0n, refused: 8n });
    expect(answer.refusedRows.map(({ line, reason, field }) => [Number(line), reason, field])).toEqual([
      [2, 'INVALID_ISBN', 'book.isbn'],
      [5, 'INVALID_FIELD', 'book.title'],
      [6, 'INVALID_FIELD', 'book.price.currency_code'],
      [7, 'INVALID_FIELD', 'book.isbn'],
      [8, 'INVALID_FIELD', 'book'],
      [9, 'INVALID_FIELD', 'initial_stock'],
      [10, 'INVALID_FIELD', 'book.source_key'],
      [11, 'ISBN_TAKEN', 'book.isbn'],
    ]);
    expect(await find(author)).toMatchObject([
      { source: 'dirty', stock: { onHand: 10n } },
      { source: 'dirty', stock: { onHand: 10n } },
    ]);
  });

  it('changes nothing when the same list comes again, and leaves stock that was sold', async () => {
    const author = 'Twice Sent';
    const rows = Array.from({ length: 30 }, (_, index) =>
      row(index, { title: `Volume ${index}`, authors: [author], sourceKey: String(index) }),
    );
    expect(await send('again', rows.slice(0, 20), rows.slice(20))).toMatchObject({ added: 30n });
    const [book] = await find(author);
    await sell(book!.bookId, 4);
    const again = await send('again', rows.slice(0, 10), rows.slice(10));
    expect(again).toMatchObject({ added: 0n, updated: 0n, unchanged: 30n, refused: 0n });
    const books = await find(author);
    expect(books).toHaveLength(30);
    expect(books[0]).toMatchObject({ stock: { onHand: 6n }, etag: '"1"' });
  });

  it('updates what a row says otherwise, keeps what it leaves empty, and never the stock', async () => {
    const author = 'Changed Prices';
    const first = { authors: [author], sourceKey: '1', description: 'By hand', isbn: '9780156012195' };
    await send('changes', [row(1, { ...first, title: 'Old' })]);
    const price = { currencyCode: 'USD', minorUnits: 999n };
    const answer = await send('changes', [row(1, { authors: [author], sourceKey: '1', title: 'New', price }, 99n)]);
    expect(answer).toMatchObject({ added: 0n, updated: 1n });
    expect(await find(author)).toMatchObject([
      { title: 'New', price, description: 'By hand', isbn: '9780156012195', stock: { onHand: 10n }, etag: '"2"' },
    ]);
  });

  it('matches by ISBN where the source key is new to it, and keeps the source of another list', async () => {
    const byHand = await inventory.addBook({ isbn: '9780140449136', title: 'By hand' });
    const listed = await inventory.addBook({ isbn: '9780140449266', source: 'other', sourceKey: '9' });
    const rows = [
      row(1, { isbn: '9780140449136', sourceKey: 'a', title: 'By list' }),
      row(2, { isbn: '978-0-14-044926-6', sourceKey: 'b', title: 'By list too' }),
    ];
    expect(await send('matching', rows)).toMatchObject({ updated: 2n });
    expect(await send('matching', rows)).toMatchObject({ unchanged: 2n });
    const { books } = await inventory.anybody.batchGetBooks({ bookIds: [byHand.bookId, listed.bookId] });
    expect(books).toMatchObject([
      { title: 'By list', source: 'matching', sourceKey: 'a' },
      { title: 'By list too', source: 'other', sourceKey: '9' },
    ]);
  });

  it('lets a later row of one batch update what an earlier one added', async () => {
    const author = 'Same Key';
    const rows = [1, 2, 3].map((line) => row(line, { title: `Edition ${line}`, authors: [author], sourceKey: 'k' }));
    expect(await send('same', rows)).toMatchObject({ added: 1n, updated: 2n });
    expect(await find(author)).toMatchObject([{ title: 'Edition 3', stock: { onHand: 10n } }]);
  });

  it('leaves a retired book retired', async () => {
    const rows = [row(1, { authors: ['Retired Author'], sourceKey: '1' })];
    await send('retired', rows);
    const [book] = await find('Retired Author');
    await inventory.staff.retireBook({ bookId: book!.bookId });
    expect(await send('retired', rows)).toMatchObject({ unchanged: 1n });
    expect(await find('Retired Author')).toMatchObject([{ status: 2 }]);
  });

  it('adds each book once when two imports of one list run at once', async () => {
    const rows = Array.from({ length: 200 }, (_, index) =>
      row(index, { title: `Both ${index}`, authors: ['Both At Once'], sourceKey: String(index) }),
    );
    const answers = await Promise.all([
      send('race', rows.slice(0, 100), rows.slice(100)),
      send('race', rows.slice(100), rows.slice(0, 100)),
    ]);
    const sum = (field: 'added' | 'unchanged') => answers.reduce((total, answer) => total + answer[field], 0n);
    expect([sum('added'), sum('unchanged')]).toEqual([200n, 200n]);
    expect((await inventory.staff.listBooks({ filter: { author: 'both at once' }, pageSize: 200 })).books).toHaveLength(
      200,
    );
  });

  it('keeps the rows that came in before the stream broke', async () => {
    const rows = (from: number) => [row(from, { authors: ['Broken Stream'], sourceKey: String(from) })];
    async function* broken() {
      yield header('broken');
      yield batch(rows(1));
      await expect.poll(() => find('Broken Stream')).toHaveLength(1);
      yield batch(Array.from({ length: 501 }, () => rows(2)[0]!));
    }
    expect(await refusal(inventory.staff.importBooks(broken()))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: ['batch.rows'],
    });
    expect(await find('Broken Stream')).toHaveLength(1);
  });

  it('refuses a stream without its header, or with two', async () => {
    const rows = batch([row(1, { sourceKey: '1' })]);
    for (const requests of [[], [rows], [header('two'), header('two')], [header('  ')]]) {
      expect(await refusal(inventory.staff.importBooks(stream(...requests)))).toMatchObject({
        code: 'INVALID_ARGUMENT',
        reason: 'INVALID_FIELD',
      });
    }
  });

  async function sell(bookId: string, quantity: number) {
    const orderId = randomUUID();
    await inventory.orders.reserveStock({
      entries: [{ orderId, lines: [{ bookId, quantity }], holdSeconds: 60, maxTotalMinorUnits: 100_000n }],
    });
    await inventory.orders.commitReservation({ entries: [{ orderId, orderVersion: 1n }] });
  }
});
