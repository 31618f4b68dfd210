import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPool, findDatabaseProblem } from '../src/index.ts';
import { migrate } from '../src/migrate.ts';
import { openPoolForTests } from './pool-for-tests.ts';
import { withMore } from './more-migrations.ts';

const migrations = join(import.meta.dirname, 'migrations');
const SECOND = '20260102000000_second';
const LIMITS = { applicationName: 'problems', maxConnections: 1, acquireTimeoutMs: 2_000, statementTimeoutMs: 2_000 };

const { url, pool, drop } = await openPoolForTests(LIMITS);
afterAll(drop);

describe('findDatabaseProblem', () => {
  it('finds nothing where all migrations of the release have run', async () => {
    expect(await findDatabaseProblem(pool, migrations)).toBeUndefined();
  });

  it('names the migration that the database lacks, also when it was only begun', async () => {
    const newer = withMore({ [SECOND]: 'ALTER TABLE counter ADD COLUMN note TEXT;' });
    const line = `the database lacks the migration ${SECOND} of this release; run the migrations first`;
    expect(await findDatabaseProblem(pool, newer)).toBe(line);
    await migrate(url, newer);
    expect(await findDatabaseProblem(pool, newer)).toBeUndefined();
    await pool.query('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1', [SECOND]);
    expect(await findDatabaseProblem(pool, newer)).toBe(line);
    await pool.query('UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name = $1', [SECOND]);
  });

  it('names the migration by which the database is of a newer release', async () => {
    expect(await findDatabaseProblem(pool, migrations)).toBe(
      `the database is of a newer release: it has the migration ${SECOND}; run that release`,
    );
  });

  it('says that no migration has run', async () => {
    await pool.query('DROP TABLE _prisma_migrations');
    expect(await findDatabaseProblem(pool, migrations)).toBe('the database is not migrated; run the migrations first');
  });

  it('says why the database cannot be reached', async () => {
    const nowhere = createPool({ ...LIMITS, url: 'postgresql://x:secret@127.0.0.1:1/z' });
    expect(await findDatabaseProblem(nowhere, migrations)).toMatch(
      /^the database cannot be used \(.*ECONNREFUSED.*\); /,
    );
    await nowhere.end();
  });
});
