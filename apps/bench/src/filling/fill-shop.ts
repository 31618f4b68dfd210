import { withConnection } from '@bookstore/postgres/with-connection';
import type pg from 'pg';
import type { Title } from '../shop/title.ts';
import { catalogueRows, SEARCH_TERMS_SQL } from './catalogue-sql.ts';
import { loosenIndexes } from './loose-indexes.ts';
import { ordersRows } from './orders-sql.ts';
import type { Rows } from './rows.ts';
import type { ShopSize } from './shop-size.ts';
import { makeTitlesTable } from './titles-table.ts';

export interface Filling {
  readonly size: ShopSize;
  readonly titles: readonly Title[];
  /** Of the first buyers, who exist as users, too. */
  readonly buyerIds: readonly string[];
  /** Connection strings; a superuser's where the shop is filled in bulk. */
  readonly databases: Readonly<Record<'inventory' | 'orders', string>>;
  /** Told what is done: large shops take minutes. */
  readonly onProgress: (what: string) => void;
}

/** Fills an empty shop that runs: as its services do, with every index, trigger and foreign key in force. */
export async function fillRunningShop(filling: Filling): Promise<void> {
  const { titles } = filling;
  for (const [databaseUrl, groups] of rowsByDatabase(filling)) {
    await withConnection(databaseUrl, async (client) => {
      await makeTitlesTable(client, titles);
      for (const { statements } of groups) await runAll(client, statements);
    });
  }
}

/**
 * Fills an empty shop of which nothing runs but PostgreSQL, as fast as it goes: indexes and keys are
 * made when all rows are there, triggers rest, and what is written into tables emptied in the same
 * transaction needs no journal (with `wal_level=minimal`).
 */
export async function fillInBulk(filling: Filling): Promise<void> {
  const { titles, databases, onProgress } = filling;
  const inDatabase = async (databaseUrl: string, groups: readonly Rows[]) => {
    await withConnection(databaseUrl, async (client) => {
      const tighten = await loosenIndexes(client);
      await Promise.all(groups.map((rows) => writeGroup(databaseUrl, titles, rows, onProgress)));
      onProgress(`making indexes of ${groups.flatMap(({ tables }) => tables).join(', ')}`);
      await client.query(`SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'`);
      await tighten();
      if (databaseUrl === databases.inventory) await client.query(SEARCH_TERMS_SQL);
      await client.query('VACUUM ANALYZE');
    });
  };
  await Promise.all(rowsByDatabase(filling).map(([databaseUrl, groups]) => inDatabase(databaseUrl, groups)));
}

function rowsByDatabase({ size, titles, buyerIds, databases }: Filling): [string, readonly Rows[]][] {
  return [
    [databases.inventory, catalogueRows(size, titles.length)],
    [databases.orders, ordersRows(size, titles.length, buyerIds)],
  ];
}

async function writeGroup(
  databaseUrl: string,
  titles: readonly Title[],
  { tables, statements }: Rows,
  onProgress: Filling['onProgress'],
): Promise<void> {
  onProgress(`writing ${tables.join(', ')}`);
  await withConnection(databaseUrl, async (client) => {
    await makeTitlesTable(client, titles);
    await client.query('SET session_replication_role = replica');
    await client.query('BEGIN');
    await client.query(`TRUNCATE ${tables.join(', ')}`);
    await runAll(client, statements);
    await client.query('COMMIT');
  });
}

async function runAll(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}
