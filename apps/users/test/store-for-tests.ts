import type { DatabaseSettings } from '@bookstore/database';
import { cloneDatabase } from '@bookstore/database/testing';
import { openStore, type Store } from '../src/store/open-store.ts';

/** The store as it is, on a database of its own. */
export interface StoreForTests extends Store {
  readonly drop: () => Promise<void>;
}

/** `remainingMs` says what whoever asks will still wait; nobody is in a hurry without it. */
export async function openStoreForTests(limits: Pick<DatabaseSettings, 'remainingMs'> = {}): Promise<StoreForTests> {
  const database = await cloneDatabase();
  const store = openStore({
    DATABASE_URL: database.url,
    DATABASE_MAX_CONNECTIONS: 5,
    DATABASE_ACQUIRE_TIMEOUT_MS: 2_000,
    DATABASE_STATEMENT_TIMEOUT_MS: 5_000,
    ...limits,
  });
  return {
    ...store,
    drop: async () => {
      await store.close();
      await database.drop();
    },
  };
}
