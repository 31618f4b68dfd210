import { fileURLToPath } from 'node:url';
import { migrate } from '@bookstore/database/migrate';
import { databaseUrl, readConfig, runOnce } from '@bookstore/service-kit';

// Brings the database of orders to the newest migration; run once before the service starts.
await runOnce('orders', async () => {
  const { DATABASE_URL } = readConfig({ DATABASE_URL: databaseUrl() }, process.env);
  const migrations = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
  const { applied } = await migrate(DATABASE_URL, migrations);
  for (const name of applied) process.stdout.write(`orders: applied ${name}\n`);
});
