import { PrismaPg } from '@prisma/adapter-pg';
import { createPool, describeDatabaseFault, type PoolOptions } from '@bookstore/database';
import { PrismaClient } from './gen/client.ts';

export type Database = PrismaClient;

export interface OpenDatabase {
  readonly database: Database;
  readonly close: () => Promise<void>;
}

/** The service's own database; `close` lets go of it. */
export function openDatabase(options: PoolOptions): OpenDatabase {
  const pool = createPool(options);
  const database = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: options.acquireTimeoutMs, timeout: options.statementTimeoutMs },
  });
  return {
    database,
    close: async () => {
      await database.$disconnect();
      await pool.end();
    },
  };
}

/** Why the database cannot be used, for whoever starts the service; undefined if it can. */
export async function databaseFault(database: Database): Promise<string | undefined> {
  try {
    await database.order.findFirst({ select: { orderId: true } });
    return undefined;
  } catch (error) {
    const unreachable = describeDatabaseFault(error) !== undefined;
    return unreachable
      ? 'cannot be reached; is PostgreSQL running there?'
      : 'is not migrated; run the migrations first';
  }
}
