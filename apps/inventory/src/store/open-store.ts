import { createPool, type DatabaseSettings, findDatabaseProblem, poolOptions } from '@bookstore/database';
import { announcedBooks, announcedReservations, announcedStock } from './announced-stock.ts';
import { createAvailabilityWatches } from './availability-watches.ts';
import { openDatabase } from './database.ts';
import { createBookFinder } from './prisma-book-finder.ts';
import { createBookRepository } from './prisma-book-repository.ts';
import { createReservationRepository } from './prisma-reservation-repository.ts';
import { createStockRepository } from './prisma-stock-repository.ts';
import { createStockSums } from './stock-sums.ts';

export interface StoreConfig extends DatabaseSettings {
  readonly WATCH_LOOK_MS: number;
  /** Told of a look at watched books that failed; there is another one. */
  readonly onWatchError?: (error: unknown) => void;
}

export type Store = ReturnType<typeof openStore>;

/** Everything that inventory keeps in PostgreSQL. Connects at the first use. */
export function openStore(config: StoreConfig) {
  const options = poolOptions(config, 'inventory');
  const pool = createPool(options);
  const database = openDatabase(pool, options);
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
