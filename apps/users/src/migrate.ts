import { fileURLToPath } from 'node:url';
import { migrate } from '@bookstore/database/migrate';
import { databaseUrl, readConfig } from '@bookstore/service-kit';

// Brings the database of users to the newest migration; run once before the service starts.
try {
  const { DATABASE_URL } = readConfig({ DATABASE_URL: databaseUrl() }, process.env);
  const directory = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
  const { applied } = await migrate(DATABASE_URL, directory);
  for (const name of applied) process.stdout.write(`users: applied ${name}\n`);
  // Prisma's schema engine (7.10) leaves the 10 s timer of its lock behind, which would keep us waiting.
  process.exit(0);
} catch (error) {
  process.stderr.write(`users: ${lineOf(error)}\n`);
  process.exit(1);
}

/** Node puts several failed connections into an error without a message of its own. */
function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : error.name;
  return (error.message === '' ? `the database cannot be reached: ${code}` : error.message).replaceAll(
    /\s*\n\s*/g,
    ' ',
  );
}
