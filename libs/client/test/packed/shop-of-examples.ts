import type { Order } from '@bookstore/contracts/orders/v1/order';
import { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import {
  aBook,
  aMoney,
  anOrder,
  aTokenPair,
  aUser,
  type Handlers,
  refusal,
  SAMPLE_ID,
} from '../../src/testing/index.ts';

const TITLES = ['The Odyssey', 'The Iliad', 'The Homeric Hymns'];

/** A customer or member of staff who signs in with any password. */
export const users: Required<Handlers>['users'] = {
  authenticateUser: () => Promise.resolve({ user: aUser(), tokens: aTokenPair(1) }),
  getUser: () => Promise.resolve({ user: aUser() }),
};

/** Three books by Homer. */
export const inventory: Required<Handlers>['inventory'] = {
  getBookDetails: ({ book }) => {
    const isbn = book?.$case === 'isbn' ? book.value : '';
    if (isbn.endsWith('7')) throw refusal('INVALID_ARGUMENT', 'INVALID_ISBN', 'no ISBN', { metadata: { isbn } });
    return Promise.resolve({ book: aBook() });
  },
  searchBooks: ({ pageSize, pageToken }) => {
    const start = Number(pageToken || 0);
    const end = start + pageSize;
    return Promise.resolve({
      books: TITLES.slice(start, end).map((title) => aBook({ title })),
      nextPageToken: end < TITLES.length ? String(end) : '',
      correctedQuery: 'odyssey homer',
      facets: [{ field: 'author', values: [{ value: 'Homer', count: 3n }] }],
    });
  },
  importBooks: async (messages) => {
    let added = 0n;
    for await (const { part } of messages) if (part?.$case === 'batch') added += BigInt(part.value.rows.length);
    const refusedRows = [{ line: 7n, reason: 'INVALID_ISBN', field: 'book.isbn', message: 'the check digit' }];
    return { added: added - 1n, updated: 0n, unchanged: 0n, refused: 1n, refusedRows };
  },
};

/** An order that is on its way when it is looked at, is broken off, and arrives when it is looked at again. */
export const orders: Required<Handlers>['orders'] = {
  placeOrder: () => Promise.resolve({ order: anOrder({ total: aMoney(1299n) }) }),
  watchOrder: async function* ({ afterVersion }, { signal }) {
    const way: readonly Order[] = [
      anOrder({ version: 2n }),
      anOrder({
        version: 3n,
        status: OrderStatus.SHIPPED,
        shipment: { carrier: 'Post', trackingNumber: 'P1', shipTime: undefined },
      }),
      anOrder({ version: 4n, status: OrderStatus.COMPLETED }),
    ];
    for (const order of way.filter(({ version }) => version > afterVersion)) {
      yield { order };
      if (order.version === 3n) throw refusal('UNAVAILABLE', 'SHUTTING_DOWN', 'going away');
    }
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  },
};

/** The order that the examples follow. */
export const ORDER_ID = SAMPLE_ID;
