import type pg from 'pg';
import type { MigrationFile } from './migration-files.ts';

/** A migration that was started on a database. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** What Prisma's schema engine noted of the migrations of a database; nothing where it never ran. */
export async function readHistory(client: Pick<pg.Pool, 'query'>): Promise<readonly AppliedMigration[]> {
  const table = await client.query<{ found: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`);
  if (!table.rows[0]?.found) return [];
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

/** Says by which migration a database is of a newer release than the files; undefined when it is not. */
export function findNewer(history: readonly AppliedMigration[], files: readonly MigrationFile[]): string | undefined {
  const newer = history.find(({ name, finished }) => finished && !files.some((file) => file.name === name));
  return newer && `the database is of a newer release: it has the migration ${newer.name}; run that release`;
}

/** Says which of the files a database lacks; undefined when it has them all. */
export function findMissing(history: readonly AppliedMigration[], files: readonly MigrationFile[]): string | undefined {
  const applied = new Set(history.filter(({ finished }) => finished).map(({ name }) => name));
  if (applied.size === 0) return 'the database is not migrated; run the migrations first';
  const missing = files.find(({ name }) => !applied.has(name));
  return missing && `the database lacks the migration ${missing.name} of this release; run the migrations first`;
}
