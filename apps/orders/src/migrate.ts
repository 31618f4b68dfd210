import { fileURLToPath } from 'node:url';
import { migrate } from '@bookstore/database/migrate';
import { databaseUrl, readConfig } from '@bookstore/service-kit';

// Brings the database of orders to the newest migration; run once before the service starts.
try {
  const { DATABASE_URL } = readConfig({ DATABASE_URL: databaseUrl() }, process.env);
  const migrations = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
  const { applied } = await migrate(DATABASE_URL, migrations);
  for (const name of applied) process.stdout.write(`orders: applied ${name}\n`);
  // The schema engine leaves a timer behind that would keep the process for ten more seconds.
  process.exit(0);
} catch (error) {
  process.stderr.write(`orders: ${lineOf(error)}\n`);
  process.exit(1);
}

/** Node puts several failed connections into an error without a message of its own. */
function lineOf(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return (message === '' ? 'the database cannot be reached' : message).replaceAll(/\s*\n\s*/g, ' ');
}
