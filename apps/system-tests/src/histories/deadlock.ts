import { setTimeout as sleep } from 'node:timers/promises';
import type { Mesh } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import type pg from 'pg';

const LOCK = 'SELECT FROM stock_levels WHERE book_id = ANY ($1::uuid[]) ORDER BY book_id DESC FOR UPDATE';

/**
 * Takes the stock of books in the order that inventory never takes: first the higher half of the
 * ids, and after a while the lower. Whoever has taken one of these and wants one of those waits for
 * this while this waits for them, and PostgreSQL gives up whoever began to wait first: inventory.
 */
export async function deadlock(mesh: Mesh, bookIds: readonly string[], forMs: number): Promise<void> {
  const ids = bookIds.toSorted();
  const grasp = async (client: pg.Client) => {
    await client.query('BEGIN');
    await client.query(LOCK, [ids.slice(ids.length / 2)]);
    await sleep(forMs);
    await client.query(LOCK, [ids.slice(0, ids.length / 2)]);
    await client.query('ROLLBACK');
  };
  // PostgreSQL may be dead, or choose this one.
  await withConnection(mesh.databaseUrl('inventory'), grasp, 2_000).catch(() => undefined);
}

/** How many transactions of inventory PostgreSQL has given up for a deadlock, since it was killed last. */
export async function countDeadlocks(mesh: Mesh): Promise<number> {
  const sql = 'SELECT deadlocks::float8 AS deadlocks FROM pg_stat_database WHERE datname = current_database()';
  const ask = (client: pg.Client) => client.query<{ deadlocks: number }>(sql);
  const { rows } = await withConnection(mesh.databaseUrl('inventory'), ask, 10_000);
  return rows[0]?.deadlocks ?? 0;
}
