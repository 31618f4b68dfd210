import { randomUUID } from 'node:crypto';
import { BookStatus, StockMovementReason } from '@bookstore/contracts/inventory/v1/book';
import { BookOrder } from '@bookstore/contracts/inventory/v1/inventory_service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookInput, InventoryForTests, STAFF_ID } from './inventory-for-tests.ts';
import { refusal } from './refusal.ts';

describe('the catalogue over the wire', () => {
  let inventory: InventoryForTests;
  beforeAll(async () => {
    inventory = await InventoryForTests.start();
  });
  afterAll(() => inventory.stop());

  it('adds a book, tidied, and anybody reads it by id and by ISBN', async () => {
    const requestId = randomUUID();
    const book = bookInput({
      title: '  Cafe\u0301 Europa ',
      authors: ['Slavenka Drakulić'],
      isbn: '0-439-02348-3',
      language: 'eng',
      publishedYear: -5,
      subjects: ['Essays'],
    });
    const { book: added } = await inventory.staff.addBook({ book, initialStock: 7n, requestId });
    expect(added).toMatchObject({
      title: 'Café Europa',
      isbn: '9780439023481',
      language: 'en',
      publishedYear: -5,
      stock: { onHand: 7n, reserved: 0n, available: 7n },
      status: BookStatus.ACTIVE,
      etag: '"1"',
    });
    const byId = { $case: 'bookId', value: added!.bookId.toUpperCase() } as const;
    expect((await inventory.anybody.getBookDetails({ book: byId })).book).toEqual(added);
    const byIsbn = { $case: 'isbn', value: '978-0439023481' } as const;
    expect((await inventory.anybody.getBookDetails({ book: byIsbn })).book).toEqual(added);
    expect((await inventory.staff.addBook({ book, initialStock: 7n, requestId })).book).toEqual(added);
    const other = inventory.staff.addBook({ book, initialStock: 8n, requestId });
    expect(await refusal(other)).toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'REQUEST_ID_REUSED',
      metadata: { request_id: requestId },
    });
  });

  it('adds one book for many concurrent tries of one request', async () => {
    const request = { book: bookInput(), initialStock: 1n, requestId: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => inventory.staff.addBook(request)));
    expect(new Set(answers.map(({ book }) => book!.bookId)).size).toBe(1);
  });

  it('refuses an ISBN and a source key that another book has, naming it', async () => {
    const taken = await inventory.addBook({ isbn: '9780441013593', source: 'list', sourceKey: '1' });
    expect(await refusal(inventory.addBook({ isbn: '0441013597' }))).toMatchObject({
      code: 'ALREADY_EXISTS',
      reason: 'ISBN_TAKEN',
      metadata: { isbn: '9780441013593', book_id: taken.bookId },
    });
    expect(await refusal(inventory.addBook({ source: 'list', sourceKey: '1' }))).toMatchObject({
      code: 'ALREADY_EXISTS',
      reason: 'SOURCE_KEY_TAKEN',
      metadata: { source: 'list', source_key: '1', book_id: taken.bookId },
    });
    const other = await inventory.addBook();
    const change = { bookId: other.bookId, updateMask: ['isbn'], book: bookInput({ isbn: '9780441013593' }) };
    expect(await refusal(inventory.staff.updateBook(change))).toMatchObject({ reason: 'ISBN_TAKEN' });
  });

  it('lets one of two books have an ISBN when both are added at once', async () => {
    const isbn = '9780261103573';
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => inventory.addBook({ isbn })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) {
      expect(await refusal(Promise.reject(reason as Error))).toMatchObject({ reason: 'ISBN_TAKEN' });
    }
  });

  it('lets one of two books have an ISBN when both are changed to it at once', async () => {
    const books = await Promise.all(Array.from({ length: 6 }, () => inventory.addBook()));
    const results = await Promise.allSettled(
      books.map(({ bookId }) =>
        inventory.staff.updateBook({ bookId, updateMask: ['isbn'], book: bookInput({ isbn: '9780345339683' }) }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const { reason } of results.filter((result) => result.status === 'rejected')) {
      expect(await refusal(Promise.reject(reason as Error))).toMatchObject({ reason: 'ISBN_TAKEN' });
    }
  });

  it.each([
    [{ isbn: '9780439023482' }, 'INVALID_ISBN', 'book.isbn'],
    [{ isbn: '123' }, 'INVALID_ISBN', 'book.isbn'],
    [{ title: '' }, 'INVALID_FIELD', 'book.title'],
    [{ title: '   ' }, 'INVALID_FIELD', 'book.title'],
    [{ authors: ['Ann', ' '] }, 'INVALID_FIELD', 'book.authors[1]'],
    [{ language: 'no language' }, 'INVALID_FIELD', 'book.language'],
    [{ language: 'en-a' }, 'INVALID_FIELD', 'book.language'],
    [{ price: undefined }, 'INVALID_FIELD', 'book.price'],
    [{ price: { currencyCode: 'XYZ', minorUnits: 1n } }, 'INVALID_FIELD', 'book.price.currency_code'],
    [{ price: { currencyCode: 'USD', minorUnits: -1n } }, 'INVALID_FIELD', 'book.price.minor_units'],
    [{ source: 'list' }, 'INVALID_FIELD', 'book.source_key'],
    [{ sourceKey: '7' }, 'INVALID_FIELD', 'book.source'],
    [{ publishedYear: 10_000 }, 'INVALID_FIELD', 'book.published_year'],
  ])('refuses to add a book with %o by its field', async (book, reason, field) => {
    expect(await refusal(inventory.addBook(book))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      reason,
      fields: [field],
    });
  });

  it('changes only what the mask names, checks only that, and counts the version up', async () => {
    const before = await inventory.addBook({ publishedYear: 1999, isbn: '9780061120084' }, 3n);
    const { bookId } = before;
    const book = bookInput({ title: 'New', isbn: 'not looked at', price: { currencyCode: '?', minorUnits: -4n } });
    const { book: after } = await inventory.staff.updateBook({
      ...{ bookId, etag: before.etag, book },
      updateMask: ['title', 'published_year'],
    });
    expect(after).toEqual({
      ...before,
      title: 'New',
      publishedYear: undefined,
      etag: '"2"',
      updateTime: after!.updateTime,
    });
    const again = await inventory.staff.updateBook({
      bookId,
      book: bookInput({ title: 'New' }),
      updateMask: ['title'],
    });
    expect(again.book!.etag).toBe('"2"');
    const stale = inventory.staff.updateBook({ bookId, etag: before.etag, book, updateMask: ['title'] });
    expect(await refusal(stale)).toMatchObject({ code: 'ABORTED', reason: 'ETAG_MISMATCH' });
    const masked = inventory.staff.updateBook({ bookId, book, updateMask: ['isbn', 'price'] });
    expect(await refusal(masked)).toMatchObject({
      reason: 'INVALID_FIELD',
      fields: ['book.isbn', 'book.price.currency_code', 'book.price.minor_units'],
    });
    const unknown = inventory.staff.updateBook({ bookId, book, updateMask: ['status'] });
    expect(await refusal(unknown)).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' });
    const half = inventory.staff.updateBook({ bookId, book: bookInput({ source: 'x' }), updateMask: ['source'] });
    expect(await refusal(half)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['book.source_key'] });
    const nobody = inventory.staff.updateBook({ bookId: randomUUID(), book, updateMask: ['title'] });
    expect(await refusal(nobody)).toMatchObject({ code: 'NOT_FOUND', reason: 'BOOK_NOT_FOUND' });
  });

  it('lets one of two editors through who read the same etag', async () => {
    const { bookId, etag } = await inventory.addBook();
    const results = await Promise.allSettled(
      ['One', 'Two', 'Three'].map((title) =>
        inventory.staff.updateBook({ bookId, etag, book: bookInput({ title }), updateMask: ['title'] }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

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

  it('retires a book for good: it is read, but neither listed, nor changed, nor sold', async () => {
    const { bookId, etag } = await inventory.addBook({ title: 'Farewell to arms dealers' }, 4n);
    const stale = inventory.staff.retireBook({ bookId, etag: '"99"' });
    expect(await refusal(stale)).toMatchObject({ code: 'ABORTED', reason: 'ETAG_MISMATCH' });
    const { book: retired } = await inventory.staff.retireBook({ bookId, etag });
    expect(retired).toMatchObject({ status: BookStatus.RETIRED, etag: '"2"' });
    expect((await inventory.staff.retireBook({ bookId, etag })).book).toEqual(retired);
    const byId = { $case: 'bookId', value: bookId } as const;
    expect((await inventory.anybody.getBookDetails({ book: byId })).book).toEqual(retired);
    const query = 'farewell dealers';
    expect((await inventory.anybody.searchBooks({ query })).books).toEqual([]);
    const filter = { includeRetired: true };
    expect((await inventory.customer.searchBooks({ query, filter })).books).toEqual([]);
    expect((await inventory.staff.searchBooks({ query, filter })).books).toHaveLength(1);
    const change = inventory.staff.updateBook({ bookId, book: bookInput(), updateMask: ['title'] });
    expect(await refusal(change)).toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'BOOK_RETIRED' });
    const { availabilities } = await inventory.anybody.checkAvailability({ queries: [{ bookId, quantity: 1 }] });
    expect(availabilities).toMatchObject([{ available: 0n, sufficient: false }]);
    const unknown = inventory.staff.retireBook({ bookId: randomUUID() });
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

  it('reads many books in the order asked and lists missing ids apart', async () => {
    const [one, two] = [await inventory.addBook(), await inventory.addBook()];
    const missing = randomUUID();
    const answer = await inventory.anybody.batchGetBooks({ bookIds: [two.bookId, missing, one.bookId] });
    expect(answer).toEqual({ books: [two, one], missingBookIds: [missing] });
  });

  it('says which book is not there', async () => {
    const bookId = randomUUID();
    const byId = inventory.anybody.getBookDetails({ book: { $case: 'bookId', value: bookId } });
    expect(await refusal(byId)).toMatchObject({ code: 'NOT_FOUND', metadata: { book_id: bookId } });
    const byIsbn = inventory.anybody.getBookDetails({ book: { $case: 'isbn', value: '0-306-40615-2' } });
    expect(await refusal(byIsbn)).toMatchObject({ reason: 'BOOK_NOT_FOUND', metadata: { isbn: '9780306406157' } });
    const wrong = inventory.anybody.getBookDetails({ book: { $case: 'isbn', value: '0-306-40615-3' } });
    expect(await refusal(wrong)).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_ISBN', fields: ['isbn'] });
    const neither = inventory.anybody.getBookDetails({});
    expect(await refusal(neither)).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' });
  });

  it('lists over pages, and takes a page token for its own list only', async () => {
    for (const title of ['Same', 'Same', 'Same']) await inventory.addBook({ title, authors: ['Paged'] }, 1n);
    const filter = { author: 'paged', inStock: true };
    const first = await inventory.anybody.listBooks({ filter, pageSize: 2, includeFacets: true });
    expect(first.facets[0]).toEqual({ field: 'author', values: [{ value: 'Paged', count: 3n }] });
    const second = await inventory.anybody.listBooks({ filter, pageSize: 2, pageToken: first.nextPageToken });
    expect(second.nextPageToken).toBe('');
    expect(new Set([...first.books, ...second.books].map(({ bookId }) => bookId)).size).toBe(3);

    const pageToken = first.nextPageToken;
    const tampered = pageToken.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'));
    for (const request of [
      { filter, pageToken: tampered },
      { filter, pageToken: 'nonsense' },
      { filter: { ...filter, inStock: false }, pageToken },
      { filter, orderBy: BookOrder.PRICE_ASCENDING, pageToken },
    ]) {
      expect(await refusal(inventory.anybody.listBooks(request))).toMatchObject({
        code: 'INVALID_ARGUMENT',
        reason: 'INVALID_PAGE_TOKEN',
        fields: ['page_token'],
      });
    }
    const elsewhere = inventory.anybody.searchBooks({ query: 'same', filter, pageToken });
    expect(await refusal(elsewhere)).toMatchObject({ reason: 'INVALID_PAGE_TOKEN' });
  });

  it('searches over pages with a slip of spelling, and completes what is typed', async () => {
    for (const title of ['Zauberberg eins', 'Zauberberg zwei', 'Zauberberg drei']) await inventory.addBook({ title });
    const query = 'zauberbreg';
    const first = await inventory.anybody.searchBooks({ query, pageSize: 2 });
    expect(first).toMatchObject({ correctedQuery: 'zauberberg', books: [{}, {}] });
    const second = await inventory.anybody.searchBooks({ query, pageSize: 2, pageToken: first.nextPageToken });
    expect(second).toMatchObject({ correctedQuery: 'zauberberg', books: [{}], nextPageToken: '' });
    const other = inventory.anybody.searchBooks({ query: 'other', pageSize: 2, pageToken: first.nextPageToken });
    expect(await refusal(other)).toMatchObject({ reason: 'INVALID_PAGE_TOKEN' });
    const { suggestions } = await inventory.anybody.suggestBooks({ prefix: 'zauberberg d' });
    expect(suggestions).toMatchObject([{ title: 'Zauberberg drei', authors: ['Somebody'] }]);
  });

  it('refuses a filter that no language has, and an unknown order', async () => {
    const language = inventory.anybody.listBooks({ filter: { language: 'en-a' } });
    expect(await refusal(language)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['filter.language'] });
    const order = inventory.anybody.listBooks({ orderBy: 77 as never });
    expect(await refusal(order)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['order_by'] });
  });

  it('does not watch availability yet, and says so', async () => {
    const watch = async () => {
      for await (const change of inventory.anybody.watchAvailability({ bookIds: [randomUUID()] })) return change;
      return undefined;
    };
    await expect(watch()).rejects.toThrow(/UNIMPLEMENTED/);
  });
});
