import { PrismaPg } from '@prisma/adapter-pg';
import { createPool, findDatabaseProblem, type PoolOptions, statementNames } from '@bookstore/database';
import { PrismaClient } from './gen/client.ts';

export type Database = PrismaClient;

export interface OpenDatabase {
  readonly database: Database;
  /** What keeps a service with the migrations of that folder from using it, in words; undefined for nothing. */
  readonly findProblem: (migrations: string) => Promise<string | undefined>;
  readonly close: () => Promise<void>;
}

/** The service's own database; `close` lets go of it. */
export function openDatabase(options: PoolOptions): OpenDatabase {
  const pool = createPool(options);
  const database = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }),
    // Without the code of the call, which has no place in a log.
    errorFormat: 'minimal',
    transactionOptions: { maxWait: options.acquireTimeoutMs, timeout: options.statementTimeoutMs },
  });
  return {
    database,
    findProblem: (migrations) => findDatabaseProblem(pool, migrations),
    close: async () => {
      await database.$disconnect();
      await pool.end();
    },
  };
}
