import type pg from 'pg';
import { budgetedClient, type RemainingMs } from './budgeted-client.ts';
import { budgetedPool } from './budgeted-pool.ts';

export interface PoolOptions {
  /** `postgresql://` connection string. */
  readonly url: string;
  /** What the connections are called in pg_stat_activity. */
  readonly applicationName: string;
  /** Most connections at once. */
  readonly maxConnections: number;
  /** Milliseconds that a caller waits for a connection before it is refused. */
  readonly acquireTimeoutMs: number;
  /** Milliseconds after which PostgreSQL gives a statement up. */
  readonly statementTimeoutMs: number;
  /** What whoever asks will still wait; asked anew for each connection and each statement. */
  readonly remainingMs?: RemainingMs | undefined;
}

/** PostgreSQL's own time-out says nothing when PostgreSQL is silent: partitioned off, or stopped. */
const SILENCE_MS = 1_000;

/**
 * What PostgreSQL takes a page out of turn to cost, one in turn being 1. Its own 4 is for disks that
 * turn: for a batch of a hundred rows it reads a table of ten thousand from end to end.
 */
const RANDOM_PAGE_COST = 1.1;

/**
 * Makes a pool that never waits for ever (pg's own default does): for a connection, for a
 * statement, or for a lock that an abandoned transaction holds; and for none of them for longer
 * than its caller will.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const { statementTimeoutMs, remainingMs = () => Number.POSITIVE_INFINITY } = options;
  const BudgetedPool = budgetedPool(remainingMs);
  const pool = new BudgetedPool({
    Client: budgetedClient(statementTimeoutMs + SILENCE_MS, remainingMs),
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections,
    connectionTimeoutMillis: options.acquireTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // PrismaPg (7.10.0) takes times for UTC in both directions, whatever zone they come with.
    options: `-c TimeZone=UTC -c random_page_cost=${RANDOM_PAGE_COST}`,
    idle_in_transaction_session_timeout: statementTimeoutMs * 2,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // A connection that breaks is replaced at its next use, and whoever used it is told by its
  // query; without listeners the event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('release', (_error, client) => closeIfInTransaction(client));
  return pool;
}

/**
 * Prisma (7.10.0) gives a connection back as it is when its COMMIT failed, also when that was never sent. Whoever came next
 * would be told that their work stands, while the transaction that it fell into is still to be rolled back. A connection
 * that is closed does not go back into the pool, and PostgreSQL rolls back what is open.
 */
function closeIfInTransaction(client: pg.PoolClient): void {
  if (client.getTransactionStatus() !== 'I') client.end().catch(() => undefined);
}
