// A shop's day, on the whole bookstore, by the SDK: what shoppers and staff do, in the order in which they do it.
import { randomUUID } from 'node:crypto';
import {
  type Book,
  type Bookstore,
  EtagMismatchError,
  IllegalTransitionError,
  InsufficientStockError,
  OrderNotFoundError,
  PaymentDeclinedError,
  parseMoney,
  PriceChangedError,
  RefundTooLargeError,
  RequestIdReusedError,
} from '@bookstore/client';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newClerk, newShopper, orderOf, stockBook, visit } from '../shoppers.ts';

const door = inject('door');
const usd = (decimal: string) => parseMoney(decimal, 'USD');
const stockOf = async (book: Book) => (await visit(door).books.get(book.bookId)).stock;

let clerk: Bookstore;
beforeAll(async () => {
  clerk = await newClerk(door, inject('staff'));
});

describe('browsing', () => {
  it('finds a book by half-remembered words, whatever their order, case, accents and slips', async () => {
    const word = `Zz${randomUUID().slice(0, 8)}`;
    const solitude = await clerk.books.add({
      title: `Cien años de soledad ${word}`,
      authors: ['Gabriel García Márquez'],
      price: usd('18.99'),
      initialStock: 3,
    });
    const found = async (words: string) => (await visit(door).books.search(words).page()).items[0]?.bookId;
    expect(await found(`soledad anos ${word}`)).toBe(solitude.bookId);
    expect(await found(`${word.toUpperCase()} GARCIA`)).toBe(solitude.bookId);
    expect(await found(`${word} soledat marques`)).toBe(solitude.bookId);
  });
});

describe('ordering', () => {
  it('takes several titles through payment, shipping and completion', async () => {
    const [first, second] = await Promise.all([
      stockBook(clerk, 'First', 10, '12.50'),
      stockBook(clerk, 'Second', 10, '3.25'),
    ]);
    const shopper = await newShopper(door);
    const placed = await shopper.orders.place({
      ...orderOf([first, 2], [second, 1], [first, 1]),
      expectedTotal: usd('40.75'),
    });
    expect(placed).toMatchObject({
      status: 'PAID',
      total: usd('40.75'),
      captured: usd('40.75'),
      nextAction: undefined,
    });
    expect(placed.lines.map(({ title, quantity }) => [title, quantity]).sort()).toEqual([
      ['First', 3],
      ['Second', 1],
    ]);
    await expect.poll(() => stockOf(first)).toEqual({ onHand: 7, reserved: 0, available: 7 });

    const shipped = await clerk.orders.ship(
      placed.orderId,
      { carrier: 'Post', trackingNumber: 'T-1' },
      { etag: placed.etag },
    );
    expect(shipped.shipment).toMatchObject({ carrier: 'Post', trackingNumber: 'T-1' });
    await expect(clerk.orders.complete(placed.orderId, { etag: placed.etag })).rejects.toThrow(EtagMismatchError);
    await clerk.orders.complete(placed.orderId, { etag: shipped.etag });
    const { status, changes } = await shopper.orders.status(placed.orderId);
    expect([status, ...changes.map((change) => `${change.actor} ${change.status}`)]).toEqual([
      'COMPLETED',
      expect.stringContaining('AWAITING_PAYMENT'),
      'SYSTEM PAID',
      'STAFF SHIPPED',
      'STAFF COMPLETED',
    ]);
    await expect(shopper.orders.cancel(placed.orderId)).rejects.toMatchObject({ from: 'COMPLETED', to: 'CANCELLED' });
  });

  it('refuses a declined card, shows it, and frees the copies', async () => {
    const book = await stockBook(clerk, 'Declined', 1);
    const shopper = await newShopper(door);
    const order = { ...orderOf([book, 1]), paymentMethod: 'pm_card_chargeDeclinedInsufficientFunds' };
    const refusal = await shopper.orders.place(order).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PaymentDeclinedError);
    expect(refusal).toMatchObject({ declineCode: 'insufficient_funds' });
    const { order: read } = await shopper.orders.get((refusal as PaymentDeclinedError).orderId ?? '');
    expect(read).toMatchObject({ status: 'PAYMENT_FAILED', captured: usd('0') });
    await expect.poll(() => stockOf(book)).toEqual({ onHand: 1, reserved: 0, available: 1 });
  });

  it('names every line that is short, and holds and charges nothing', async () => {
    const [scarce, gone, plenty] = await Promise.all([
      stockBook(clerk, 'Scarce', 1),
      stockBook(clerk, 'Gone', 0),
      stockBook(clerk, 'Plenty', 100),
    ]);
    const shopper = await newShopper(door);
    const refusal = await shopper.orders
      .place(orderOf([scarce, 2], [plenty, 5], [gone, 1]))
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InsufficientStockError);
    expect([...(refusal as InsufficientStockError).shortages].sort((a, b) => a.requested - b.requested)).toEqual([
      { bookId: gone.bookId, requested: 1, available: 0 },
      { bookId: scarce.bookId, requested: 2, available: 1 },
    ]);
    expect(await stockOf(plenty)).toEqual({ onHand: 100, reserved: 0, available: 100 });
    expect((await shopper.orders.history().page()).items).toEqual([]);
  });

  it('refuses a price that moved, with the new total, and the same request succeeds once it is agreed', async () => {
    const book = await stockBook(clerk, 'Moved', 5, '10.00');
    const shopper = await newShopper(door);
    const requestId = randomUUID();
    await clerk.books.update(book.bookId, { price: usd('11.00') });
    const refusal = await shopper.orders
      .place({ ...orderOf([book, 2]), expectedTotal: usd('20.00') }, { requestId })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PriceChangedError);
    expect(refusal).toMatchObject({ expected: usd('20.00'), total: usd('22.00') });
    const placed = await shopper.orders.place({ ...orderOf([book, 2]), expectedTotal: usd('22.00') }, { requestId });
    expect(placed).toMatchObject({ status: 'PAID', total: usd('22.00') });
  });

  it('is one order and one charge, however often one request is sent', async () => {
    const book = await stockBook(clerk, 'Again', 100);
    const shopper = await newShopper(door);
    const requestId = randomUUID();
    const orders = await Promise.all(
      Array.from({ length: 20 }, () => shopper.orders.place(orderOf([book, 1]), { requestId, timeoutMs: 30_000 })),
    );
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(1);
    expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(['PAID']));
    await expect.poll(() => stockOf(book)).toEqual({ onHand: 99, reserved: 0, available: 99 });
    await expect(shopper.orders.place(orderOf([book, 2]), { requestId })).rejects.toThrow(RequestIdReusedError);
  });

  it('sells the last copy to one of two buyers', async () => {
    const book = await stockBook(clerk, 'Last copy', 1);
    const buyers = await Promise.all([newShopper(door), newShopper(door)]);
    const outcomes = await Promise.allSettled(buyers.map((buyer) => buyer.orders.place(orderOf([book, 1]))));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { reason: 'INSUFFICIENT_STOCK' },
    });
    await expect.poll(() => stockOf(book)).toEqual({ onHand: 0, reserved: 0, available: 0 });
  });

  it('is paid when the buyer has confirmed at the bank', async () => {
    const book = await stockBook(clerk, 'Secured', 2);
    const shopper = await newShopper(door);
    const order = { ...orderOf([book, 1]), paymentMethod: 'pm_card_authenticationRequired' };
    const { orderId, nextAction } = await shopper.orders.place(order);
    expect(nextAction).toMatchObject({ kind: 'REDIRECT' });
    const body = new URLSearchParams({ decision: 'confirm' });
    await fetch(nextAction!.redirectUrl!, { method: 'POST', body, redirect: 'manual' });
    const paid = async () => (await shopper.orders.get(orderId)).order.status;
    await expect.poll(paid, { timeout: 30_000 }).toBe('PAID');
  });

  it('gives a part of the money back, and the rest, by staff, and the copies only when they are there', async () => {
    const book = await stockBook(clerk, 'Torn', 2);
    const shopper = await newShopper(door);
    const { orderId } = await shopper.orders.place(orderOf([book, 1]));
    const requestId = randomUUID();
    const part = { amount: usd('2.50'), reason: 'a torn cover' };
    const first = await clerk.orders.refund(orderId, part, { requestId });
    const again = await clerk.orders.refund(orderId, part, { requestId });
    expect(again.refund.refundId).toBe(first.refund.refundId);
    await expect(clerk.orders.refund(orderId, { amount: usd('7.51') })).rejects.toThrow(RefundTooLargeError);
    await clerk.orders.refund(orderId);
    const refunds = async () =>
      (await shopper.orders.get(orderId)).refunds.map(({ amount, status }) => [amount, status]);
    await expect.poll(refunds, { timeout: 10_000 }).toEqual([
      [usd('2.50'), 'DONE'],
      [usd('7.50'), 'DONE'],
    ]);
    await expect.poll(() => stockOf(book)).toEqual({ onHand: 1, reserved: 0, available: 1 });
    await clerk.books.adjustStock(book.bookId, { quantity: 1, reason: 'RETURNED' });
    expect((await stockOf(book)).available).toBe(2);
  });

  it('gives the money and the copies back when a paid order is cancelled, once', async () => {
    const book = await stockBook(clerk, 'Cancelled', 4);
    const shopper = await newShopper(door);
    const { orderId } = await shopper.orders.place(orderOf([book, 3]));
    const cancelled = await shopper.orders.cancel(orderId, { reason: 'changed my mind' });
    expect(cancelled).toMatchObject({ status: 'CANCELLED', refunded: usd('30.00'), cancelReason: 'changed my mind' });
    expect(await shopper.orders.cancel(orderId)).toMatchObject({ status: 'CANCELLED', refunded: usd('30.00') });
    await expect.poll(() => stockOf(book)).toEqual({ onHand: 4, reserved: 0, available: 4 });
    await expect
      .poll(async () => (await shopper.orders.get(orderId)).refunds)
      .toMatchObject([{ amount: usd('30.00'), status: 'DONE' }]);
    await expect(clerk.orders.ship(orderId, { carrier: 'Post', trackingNumber: '' })).rejects.toThrow(
      IllegalTransitionError,
    );
  });
});

describe('looking back', () => {
  it("pages through one's own orders, newest first, and through nobody else's", async () => {
    const book = await stockBook(clerk, 'Often', 100);
    const [shopper, stranger] = await Promise.all([newShopper(door), newShopper(door)]);
    const placed: string[] = [];
    for (let count = 0; count < 5; count += 1) placed.unshift((await shopper.orders.place(orderOf([book, 1]))).orderId);
    const pages = await Array.fromAsync(shopper.orders.history({ pageSize: 2 }).pages());
    expect(pages.map(({ items }) => items.length)).toEqual([2, 2, 1]);
    expect(pages.flatMap(({ items }) => items.map(({ orderId }) => orderId))).toEqual(placed);
    await expect(stranger.orders.get(placed[0]!)).rejects.toThrow(OrderNotFoundError);
    await expect(stranger.orders.cancel(placed[0]!)).rejects.toThrow(OrderNotFoundError);
    await expect(stranger.orders.history().page(pages[0]!.nextPageToken)).rejects.toMatchObject({
      reason: 'INVALID_PAGE_TOKEN',
    });
  });
});

describe('leaving', () => {
  it('is refused while an order is open, and then leaves no way in', async () => {
    const book = await stockBook(clerk, 'Farewell', 10);
    const shopper = await newShopper(door);
    const { orderId } = await shopper.orders.place(orderOf([book, 1]));
    const password = 'correct horse battery';
    await expect(shopper.account.delete({ password })).rejects.toMatchObject({ reason: 'ORDERS_OPEN' });
    await clerk.orders.ship(orderId, { carrier: 'Post', trackingNumber: 'T-2' });
    await clerk.orders.complete(orderId);
    await shopper.account.delete({ password });
    await expect(visit(door).account.signIn({ email: shopper.email, password })).rejects.toMatchObject({
      reason: 'INVALID_CREDENTIALS',
    });
    const { order } = await clerk.orders.get(orderId);
    expect(order).toMatchObject({ userId: undefined, shippingAddress: undefined, total: usd('10.00') });
  });
});
