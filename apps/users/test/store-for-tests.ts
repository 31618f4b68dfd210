import { cloneDatabase } from '@bookstore/database/testing';
import { openStore, type Store } from '../src/store/open-store.ts';

/** The store as it is, on a database of its own. */
export interface StoreForTests extends Store {
  readonly drop: () => Promise<void>;
}

export async function openStoreForTests(): Promise<StoreForTests> {
  const database = await cloneDatabase();
  const store = openStore({
    DATABASE_URL: database.url,
    DATABASE_MAX_CONNECTIONS: 5,
    DATABASE_ACQUIRE_TIMEOUT_MS: 2_000,
    DATABASE_STATEMENT_TIMEOUT_MS: 5_000,
  });
  return {
    ...store,
    drop: async () => {
      await store.close();
      await database.drop();
    },
  };
}
