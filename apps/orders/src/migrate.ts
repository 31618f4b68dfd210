import { fileURLToPath } from 'node:url';
import { migrate } from '@bookstore/database';
import { databaseUrl, readConfig } from '@bookstore/service-kit';

try {
  const { DATABASE_URL } = readConfig({ DATABASE_URL: databaseUrl() }, process.env);
  const migrations = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
  const { applied } = await migrate(DATABASE_URL, migrations);
  for (const name of applied) process.stdout.write(`orders: applied ${name}\n`);
} catch (error) {
  const line = error instanceof Error ? error.message : String(error);
  process.stderr.write(`orders: ${line.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exit(1);
}
