import { randomUUID } from 'node:crypto';
import { BookStatus } from '@bookstore/contracts/inventory/v1/book';
import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookInput, InventoryForTests } from './inventory-for-tests.ts';

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
});
