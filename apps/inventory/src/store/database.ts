import { type createPool, retrying, statementNames } from '@bookstore/database';
import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './gen/client.ts';

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;

export interface DatabaseLimits {
  readonly acquireTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

export function openDatabase(
  pool: ReturnType<typeof createPool>,
  { acquireTimeoutMs, statementTimeoutMs }: DatabaseLimits,
): Database {
  return new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }),
    // Without the code and arguments of the call, which have no place in a log.
    errorFormat: 'minimal',
    transactionOptions: { maxWait: acquireTimeoutMs, timeout: statementTimeoutMs * 2 },
  });
}

/** Runs work in a transaction, and again when PostgreSQL gave it up or it lost a race. */
export function inTransaction<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return retrying(() => database.$transaction(work));
}

/**
 * Thrown when a row appeared that was not there when the transaction looked; run again, it sees
 * the row. Bears the code of a serialization failure, which is what it is.
 */
export class LostRace extends Error {
  override readonly name = 'LostRace';
  readonly code = '40001';
}
