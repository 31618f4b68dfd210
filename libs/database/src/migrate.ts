import pg from 'pg';
import { type MigrationFile, readMigrations } from './migration-files.ts';
import { type AppliedMigration, findNewer, readHistory } from './migration-history.ts';

/** Any number, the same for every migration of every service: they take turns per database. */
const MIGRATION_LOCK = 4_071_968;

export interface MigrationResult {
  /** Names of the migrations that were applied just now; none if there was nothing to do. */
  readonly applied: readonly string[];
}

/**
 * Brings a database to the newest migration of a folder, by Prisma's own schema engine, one
 * process at a time. Throws when the database has migrations that the folder does not: it
 * belongs to a newer release.
 *
 * Prisma's command line wants a native engine that it downloads; the same engine is on the
 * registry as WebAssembly, which is what runs here, in process, and only when there is
 * something to apply: it takes a second to load.
 */
export async function migrate(url: string, migrationsDirectory: string): Promise<MigrationResult> {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const files = readMigrations(migrationsDirectory);
    const history = await readHistory(lock);
    const newer = findNewer(history, files);
    if (newer !== undefined) throw new Error(newer);
    if (isUpToDate(history, files)) return { applied: [] };
    const { applyMigrations } = await import('./schema-engine.ts');
    return { applied: await applyMigrations(url, migrationsDirectory) };
  } finally {
    await lock.end();
  }
}

/** Whether every file was applied as it stands; all else is for the engine to judge. */
function isUpToDate(history: readonly AppliedMigration[], files: readonly MigrationFile[]): boolean {
  const applied = new Map(history.map(({ name, checksum, finished }) => [name, finished ? checksum : undefined]));
  return history.length === files.length && files.every(({ name, checksum }) => applied.get(name) === checksum);
}
