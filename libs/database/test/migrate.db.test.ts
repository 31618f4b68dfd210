import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../src/index.ts';
import { cloneDatabase, type ClonedDatabase } from '../src/testing/index.ts';

const migrations = join(import.meta.dirname, 'migrations');

/** A copy of the migrations with one more. */
function withSecond(): string {
  const directory = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync(migrations, directory, { recursive: true });
  mkdirSync(join(directory, '20260102000000_second'));
  writeFileSync(join(directory, '20260102000000_second', 'migration.sql'), 'ALTER TABLE counter ADD COLUMN note TEXT;');
  return directory;
}

describe('migrate', () => {
  let database: ClonedDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.drop());

  it('does nothing to a database that is up to date', async () => {
    expect(await migrate(database.url, migrations)).toEqual({ applied: [] });
  });

  it('applies what is missing once, however many try at the same time, and keeps the rows', async () => {
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query(`INSERT INTO counter VALUES ('kept', 7)`);
    const newer = withSecond();
    const results = await Promise.all([migrate(database.url, newer), migrate(database.url, newer)]);
    expect(results.flatMap(({ applied }) => applied)).toEqual(['20260102000000_second']);
    expect((await client.query('SELECT * FROM counter')).rows).toEqual([{ name: 'kept', value: 7, note: null }]);
    await client.end();
  });

  it('refuses a database of a newer release', async () => {
    await expect(migrate(database.url, migrations)).rejects.toThrow(/newer release.*20260102000000_second/);
  });
});
