import { Book, BookStatus } from '@bookstore/contracts/inventory/v1/book';
import { Order, OrderStatus, Refund, RefundStatus } from '@bookstore/contracts/orders/v1/order';
import type { Money } from '@bookstore/contracts/type/v1/money';
import { TokenPair, User, UserRole } from '@bookstore/contracts/users/v1/user';

/** The id of every sample, unless a test says otherwise. */
export const SAMPLE_ID = '0198c2f0-0000-7000-8000-000000000001';

const CREATED = new Date('2026-11-22T12:00:00.000Z');

/** Euro cents. */
export function aMoney(minorUnits: bigint): Money {
  return { currencyCode: 'EUR', minorUnits };
}

/** A book as the catalogue sends it. */
export function aBook(changes: Partial<Book> = {}): Book {
  return Book.fromPartial({
    bookId: SAMPLE_ID,
    title: 'The Odyssey',
    authors: ['Homer'],
    isbn: '9780140449136',
    publisher: 'Penguin',
    publishedYear: -720,
    language: 'en',
    subjects: ['Epic poetry'],
    description: 'Sing to me of the man, Muse.',
    price: aMoney(1299n),
    stock: { onHand: 10n, reserved: 2n, available: 8n },
    status: BookStatus.ACTIVE,
    etag: 'e1',
    createTime: CREATED,
    updateTime: CREATED,
    ...changes,
  });
}

/** A paid order of two copies of the sample book. */
export function anOrder(changes: Partial<Order> = {}): Order {
  return Order.fromPartial({
    orderId: SAMPLE_ID,
    userId: SAMPLE_ID,
    status: OrderStatus.PAID,
    lines: [
      {
        bookId: SAMPLE_ID,
        title: 'The Odyssey',
        isbn: '9780140449136',
        quantity: 2,
        unitPrice: aMoney(1299n),
        lineTotal: aMoney(2598n),
      },
    ],
    total: aMoney(2598n),
    captured: aMoney(2598n),
    refunded: aMoney(0n),
    shippingAddress: {
      recipient: 'Ada Lovelace',
      addressLines: ['12 St James Square'],
      locality: 'London',
      postalCode: 'SW1Y 4JH',
      regionCode: 'GB',
    },
    etag: 'e1',
    version: 2n,
    createTime: CREATED,
    updateTime: CREATED,
    ...changes,
  });
}

/** All of the sample order on its way back. */
export function aRefund(changes: Partial<Refund> = {}): Refund {
  return Refund.fromPartial({
    refundId: SAMPLE_ID,
    orderId: SAMPLE_ID,
    amount: aMoney(2598n),
    status: RefundStatus.PENDING,
    reason: 'a torn cover',
    createTime: CREATED,
    ...changes,
  });
}

/** A customer. */
export function aUser(changes: Partial<User> = {}): User {
  return User.fromPartial({
    userId: SAMPLE_ID,
    email: 'ada@example.org',
    displayName: 'Ada',
    role: UserRole.CUSTOMER,
    etag: 'e1',
    createTime: CREATED,
    updateTime: CREATED,
    ...changes,
  });
}

/** Tokens named for their generation, the access token good for so many milliseconds. */
export function aTokenPair(generation: number, lifetimeMs = 600_000): TokenPair {
  return TokenPair.fromPartial({
    accessToken: `access-${generation}`,
    accessTokenExpireTime: new Date(Date.now() + lifetimeMs),
    refreshToken: `refresh-${generation}`,
    refreshTokenExpireTime: new Date(Date.now() + 86_400_000),
    sessionId: SAMPLE_ID,
  });
}
