import type { createPool } from '@bookstore/database';

/** What keeps the service from using its database, in words for whoever runs it; undefined for nothing. */
export async function findDatabaseProblem(pool: ReturnType<typeof createPool>): Promise<string | undefined> {
  try {
    const { rows } = await pool.query<{ migrated: boolean }>(`SELECT to_regclass('books') IS NOT NULL AS migrated`);
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
