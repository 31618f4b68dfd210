import type pg from 'pg';

/**
 * What keeps a service from using its database, in words for whoever runs it; undefined for nothing.
 * `table` is one that the first migration makes.
 */
export async function findDatabaseProblem(pool: pg.Pool, table: string): Promise<string | undefined> {
  try {
    const { rows } = await pool.query<{ migrated: boolean }>('SELECT to_regclass($1) IS NOT NULL AS migrated', [table]);
    return rows[0]?.migrated ? undefined : 'the database is not migrated; run the migrations first';
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
