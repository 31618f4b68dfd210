import type pg from 'pg';
import { readMigrations } from './migration-files.ts';
import { findMissing, findNewer, readHistory } from './migration-history.ts';

/**
 * What keeps a service from using its database, in words for whoever runs it; undefined for nothing.
 * Takes the folder of the service's own migrations: the database must have all of them and no others.
 */
export async function findDatabaseProblem(pool: pg.Pool, migrationsDirectory: string): Promise<string | undefined> {
  const files = readMigrations(migrationsDirectory);
  try {
    const history = await readHistory(pool);
    return findNewer(history, files) ?? findMissing(history, files);
  } catch (error) {
    return `the database cannot be used (${reasonOf(error)}); is PostgreSQL running there, and does it know the user?`;
  }
}

/** Node puts several failed connections into an error without a message of its own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return error.message === '' ? code : error.message;
}
