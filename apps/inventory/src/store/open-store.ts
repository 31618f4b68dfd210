import { createPool, findDatabaseProblem } from '@bookstore/database';
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
  return {
    books: createBookRepository(database),
    finder: createBookFinder(database),
    stock: createStockRepository(database),
    stockSums: createStockSums(database),
    reservations: createReservationRepository(database),
    findProblem: (migrations: string) => findDatabaseProblem(pool, migrations),
    close: async () => {
      await database.$disconnect();
      await pool.end();
    },
  };
}
