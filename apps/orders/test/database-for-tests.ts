import { cloneDatabase } from '@bookstore/database/testing';
import { type Database, openDatabase } from '../src/store/database.ts';

/** The service's database as it is, for tests of its own. */
export interface DatabaseForTests {
  readonly database: Database;
  readonly url: string;
  readonly drop: () => Promise<void>;
}

export async function openDatabaseForTests(): Promise<DatabaseForTests> {
  const { url, drop } = await cloneDatabase();
  const limits = { maxConnections: 10, acquireTimeoutMs: 5_000, statementTimeoutMs: 10_000 };
  const { database, close } = openDatabase({ ...limits, url, applicationName: 'tests' });
  return {
    ...{ database, url },
    drop: async () => {
      await close();
      await drop();
    },
  };
}
