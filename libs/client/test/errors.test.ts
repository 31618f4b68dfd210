import { ServerError, Status } from 'nice-grpc-common';
import { describe, expect, it } from 'vitest';
import {
  BookstoreError,
  EtagMismatchError,
  InsufficientStockError,
  InvalidFieldError,
  isBookstoreError,
  PaymentDeclinedError,
  PriceChangedError,
  ThrottledError,
  UnavailableError,
  UnrecognizedError,
} from '../src/index.ts';
import { refusal, SAMPLE_ID } from '../src/testing/index.ts';
import { clientOf, failureOf, shopWith } from './shop.ts';

/** What a book read fails with when the shop refuses it so. */
async function readRefusedBy(refused: Error): Promise<unknown> {
  const { shop } = await shopWith({
    inventory: {
      getBookDetails: () => {
        throw refused;
      },
    },
  });
  return await failureOf(shop.books.get(SAMPLE_ID));
}

describe('errors', () => {
  it('give every short line of an order that there is not enough stock for', async () => {
    const shortages = JSON.stringify([
      { book_id: 'a', requested: '3', available: '1' },
      { book_id: 'b', requested: 2, available: 0 },
    ]);
    const metadata = { book_id: 'a', requested: '3', available: '1', shortages };
    const error = await readRefusedBy(refusal('FAILED_PRECONDITION', 'INSUFFICIENT_STOCK', 'short', { metadata }));
    expect(error).toBeInstanceOf(InsufficientStockError);
    expect(error).toMatchObject({
      reason: 'INSUFFICIENT_STOCK',
      code: 'FAILED_PRECONDITION',
      message: 'short',
      shortages: [
        { bookId: 'a', requested: 3, available: 1 },
        { bookId: 'b', requested: 2, available: 0 },
      ],
    });
  });

  it('give the first short line when the list of all cannot be read', async () => {
    const metadata = { book_id: 'a', requested: '3', available: '1', shortages: '[oh' };
    const error = await readRefusedBy(refusal('FAILED_PRECONDITION', 'INSUFFICIENT_STOCK', 'short', { metadata }));
    expect(error).toMatchObject({ shortages: [{ bookId: 'a', requested: 3, available: 1 }] });
  });

  it('give the decline code of a refused payment', async () => {
    const metadata = { order_id: SAMPLE_ID, decline_code: 'insufficient_funds' };
    const error = await readRefusedBy(refusal('FAILED_PRECONDITION', 'PAYMENT_DECLINED', 'declined', { metadata }));
    expect(error).toBeInstanceOf(PaymentDeclinedError);
    expect(error).toMatchObject({ orderId: SAMPLE_ID, declineCode: 'insufficient_funds' });
  });

  it('give the new total of an order whose price changed, without a float', async () => {
    const metadata = { currency_code: 'EUR', expected_minor_units: '1', total_minor_units: '9007199254740993' };
    const error = await readRefusedBy(refusal('FAILED_PRECONDITION', 'PRICE_CHANGED', 'moved', { metadata }));
    expect(error).toBeInstanceOf(PriceChangedError);
    expect(error).toMatchObject({ total: { currencyCode: 'EUR', minorUnits: 9007199254740993n } });
  });

  it('give the total that the caller expected as the caller did, where the shop names the currency of its own', async () => {
    const metadata = { currency_code: 'EUR', expected_minor_units: '1000', total_minor_units: '1000' };
    const { shop } = await shopWith({
      orders: {
        placeOrder: () => {
          throw refusal('FAILED_PRECONDITION', 'PRICE_CHANGED', 'moved', { metadata, retryAfterMs: 5 });
        },
      },
    });
    const expectedTotal = { currencyCode: 'USD', minorUnits: 1000n };
    const lines = [{ bookId: SAMPLE_ID, quantity: 1 }];
    const shippingAddress = { recipient: 'Ada', addressLines: ['1 Square'], locality: 'London', regionCode: 'GB' };
    const error = await failureOf(shop.orders.place({ lines, shippingAddress, expectedTotal }));
    expect(error).toBeInstanceOf(PriceChangedError);
    expect(error).toMatchObject({
      ...{ reason: 'PRICE_CHANGED', code: 'FAILED_PRECONDITION', message: 'moved', metadata, retryAfterMs: 5 },
      ...{ expected: expectedTotal, total: { currencyCode: 'EUR', minorUnits: 1000n } },
      cause: expect.objectContaining({ details: 'moved' }) as unknown,
    });
  });

  it('name each field that breaks its rule', async () => {
    const fields = [{ field: 'lines[2].quantity', description: 'must be 1 or more' }];
    const error = await readRefusedBy(refusal('INVALID_ARGUMENT', 'INVALID_FIELD', 'bad', { fields }));
    expect(error).toBeInstanceOf(InvalidFieldError);
    expect(error).toMatchObject({ fields });
  });

  it('say how long to wait where the shop does', async () => {
    const error = await readRefusedBy(refusal('RESOURCE_EXHAUSTED', 'THROTTLED', 'slowly', { retryAfterMs: 1500 }));
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ retryAfterMs: 1500 });
  });

  it('keep a reason that this release does not know', async () => {
    const error = await readRefusedBy(
      refusal('ABORTED', 'MOON_IN_RETROGRADE', 'wait', { metadata: { phase: 'full' } }),
    );
    expect(error).toBeInstanceOf(UnrecognizedError);
    expect(error).toMatchObject({
      reason: 'UNRECOGNIZED',
      wireReason: 'MOON_IN_RETROGRADE',
      code: 'ABORTED',
      metadata: { phase: 'full' },
    });
  });

  it('are told apart by instanceof, by name and by a switch over their reason', async () => {
    const error = await readRefusedBy(refusal('ABORTED', 'ETAG_MISMATCH', 'changed meanwhile'));
    expect(error).toBeInstanceOf(EtagMismatchError);
    expect(error).toBeInstanceOf(BookstoreError);
    expect(String(error)).toBe('EtagMismatchError: changed meanwhile');
    if (!isBookstoreError(error)) throw error;
    switch (error.reason) {
      case 'ETAG_MISMATCH':
        expect(error satisfies EtagMismatchError).toBeDefined();
        break;
      default:
        throw error;
    }
  });

  it('take the word of the other side for no judgement on its certificate', async () => {
    const error = await readRefusedBy(new ServerError(Status.UNAVAILABLE, 'certificate has expired'));
    expect(error).toBeInstanceOf(UnavailableError);
    expect((error as Error).message).toMatch(/^127\.0\.0\.1:\d+ cannot be reached: certificate has expired$/);
  });

  it('say in one line that nobody listens at an address', async () => {
    const shop = clientOf('127.0.0.1:9', { timeoutMs: 2_000 });
    const error = await failureOf(shop.books.get(SAMPLE_ID));
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({
      reason: 'UNREACHABLE',
      message: '127.0.0.1:9 cannot be reached: connect ECONNREFUSED 127.0.0.1:9',
    });
  });
});
