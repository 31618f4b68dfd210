import { createPool, findDatabaseProblem } from '@bookstore/database';
import { announcedBooks, announcedReservations, announcedStock } from './announced-stock.ts';
import { createAvailabilityWatches } from './availability-watches.ts';
import { openDatabase } from './database.ts';
import { createBookFinder } from './prisma-book-finder.ts';
import { createBookRepository } from './prisma-book-repository.ts';
import { createReservationRepository } from './prisma-reservation-repository.ts';
import { createStockRepository } from './prisma-stock-repository.ts';
import { createStockSums } from './stock-sums.ts';

export interface StoreConfig {
  readonly DATABASE_URL: string;
  readonly DATABASE_MAX_CONNECTIONS: number;
  readonly DATABASE_ACQUIRE_TIMEOUT_MS: number;
  readonly DATABASE_STATEMENT_TIMEOUT_MS: number;
  readonly WATCH_LOOK_MS: number;
  /** Told of a look at watched books that failed; there is another one. */
  readonly onWatchError?: (error: unknown) => void;
  /** Milliseconds that whoever asks will still wait; without, all are patient. */
  readonly remainingMs?: () => number;
}

export type Store = ReturnType<typeof openStore>;

/** Everything that inventory keeps in PostgreSQL. Connects at the first use. */
export function openStore(config: StoreConfig) {
  const limits = {
    acquireTimeoutMs: config.DATABASE_ACQUIRE_TIMEOUT_MS,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    ...(config.remainingMs && { remainingMs: config.remainingMs }),
  };
  const pool = createPool({
    ...limits,
    url: config.DATABASE_URL,
    applicationName: 'inventory',
    maxConnections: config.DATABASE_MAX_CONNECTIONS,
  });
  const database = openDatabase(pool, limits);
  const watches = createAvailabilityWatches({
    ...{ database, url: config.DATABASE_URL, everyMs: config.WATCH_LOOK_MS },
    onError: config.onWatchError ?? (() => undefined),
  });
  return {
    books: announcedBooks(createBookRepository(database), watches.changed),
    finder: createBookFinder(database),
    stock: announcedStock(createStockRepository(database), watches.changed),
    stockSums: createStockSums(database),
    reservations: announcedReservations(createReservationRepository(database), watches.changed),
    watches,
    findProblem: (migrations: string) => findDatabaseProblem(pool, migrations),
    close: async () => {
      await watches.stop();
      await database.$disconnect();
      await pool.end();
    },
  };
}
