import { databaseUrl, readConfig } from './config.ts';
import { runOnce } from './exit.ts';

/**
 * Migrates the database of an environment's DATABASE_URL by `migrate`, says what was applied, and
 * ends the program: exit code 0, or 1 and one line.
 */
export async function runMigrations(
  service: string,
  environment: Readonly<Record<string, string | undefined>>,
  migrate: (databaseUrl: string) => Promise<{ readonly applied: readonly string[] }>,
): Promise<never> {
  return await runOnce(service, async () => {
    const { DATABASE_URL } = readConfig({ DATABASE_URL: databaseUrl() }, environment);
    const { applied } = await migrate(DATABASE_URL);
    for (const name of applied) process.stdout.write(`${service}: applied ${name}\n`);
  });
}
