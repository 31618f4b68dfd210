import { randomUUID } from 'node:crypto';
import { createPool } from '@bookstore/database';
import { cloneDatabase } from '@bookstore/database/testing';
import { expect } from 'vitest';
import type { Book, BookContent } from '../src/domain/book.ts';
import type { BookFilter } from '../src/domain/book-finder.ts';
import { openStore, type Store } from '../src/store/open-store.ts';

export const STAFF = '0190b7a2-0000-7000-8000-000000000001';

/** The filter that filters nothing. */
export const EVERYTHING: BookFilter = {
  author: '',
  subject: '',
  language: '',
  minPrice: undefined,
  maxPrice: undefined,
  inStock: false,
  includeRetired: false,
};

/** The store as it is, on a database of its own. */
export interface StoreForTests extends Store {
  readonly url: string;
  /** Runs SQL of a test's own. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Adds a book; what is not given is made up. */
  addBook(content?: Partial<BookContent>, initialStock?: bigint): Promise<Book>;
  readonly drop: () => Promise<void>;
}

export async function openStoreForTests(): Promise<StoreForTests> {
  const database = await cloneDatabase();
  const store = openStore({
    DATABASE_URL: database.url,
    DATABASE_MAX_CONNECTIONS: 20,
    DATABASE_ACQUIRE_TIMEOUT_MS: 20_000,
    DATABASE_STATEMENT_TIMEOUT_MS: 20_000,
    WATCH_LOOK_MS: 3_000,
  });
  const limits = { maxConnections: 2, acquireTimeoutMs: 5_000, statementTimeoutMs: 60_000 };
  const pool = createPool({ ...limits, url: database.url, applicationName: 'tests' });
  return {
    ...store,
    url: database.url,
    query: async (sql, values = []) => (await pool.query(sql, [...values])).rows as never,
    addBook: (content = {}, initialStock = 0n) =>
      store.books.add({
        content: { ...bookContent(), ...content },
        initialStock,
        requestId: randomUUID(),
        actorId: STAFF,
      }),
    drop: async () => {
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
}

export function bookContent(): BookContent {
  return {
    title: `A book ${randomUUID().slice(0, 8)}`,
    authors: ['Somebody'],
    isbn: undefined,
    publisher: '',
    publishedYear: undefined,
    language: 'en',
    subjects: [],
    description: '',
    price: { currencyCode: 'USD', minorUnits: 1_299n },
    source: undefined,
    sourceKey: undefined,
  };
}

/**
 * What must hold of the stock at every commit: on hand is the sum of the movements, and reserved
 * the sum of the open holds.
 */
export async function expectWholeStock({ query }: Pick<StoreForTests, 'query'>): Promise<void> {
  const broken = await query(`
    SELECT book_id, on_hand, reserved, moved, held
    FROM stock_levels
    LEFT JOIN LATERAL (
      SELECT coalesce(sum(quantity), 0) AS moved FROM stock_movements AS m WHERE m.book_id = stock_levels.book_id
    ) AS movements ON true
    LEFT JOIN LATERAL (
      SELECT coalesce(sum(quantity), 0) AS held FROM reservation_lines AS l JOIN reservations USING (order_id)
      WHERE l.book_id = stock_levels.book_id AND state = 'HELD'
    ) AS holds ON true
    WHERE on_hand <> moved OR reserved <> held OR reserved < 0 OR reserved > on_hand`);
  expect(broken).toEqual([]);
}
