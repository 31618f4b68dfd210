import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../src/migrate.ts';
import { cloneDatabase, type ClonedDatabase } from '../src/testing/index.ts';
import { withMore } from './more-migrations.ts';

const migrations = join(import.meta.dirname, 'migrations');

const SECOND = 'ALTER TABLE counter ADD COLUMN note TEXT;';

/** Has semicolons that end no statement. */
const WITH_FUNCTION = `
  -- One word; another word.
  CREATE FUNCTION twice(value INT) RETURNS INT LANGUAGE plpgsql AS $$ BEGIN value := value * 2; RETURN value; END $$;
  INSERT INTO counter (name, value) VALUES ('a;b', twice(21));`;

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
    const newer = withMore({ '20260102000000_second': SECOND });
    const results = await Promise.all([migrate(database.url, newer), migrate(database.url, newer)]);
    expect(results.flatMap(({ applied }) => applied)).toEqual(['20260102000000_second']);
    expect((await client.query('SELECT * FROM counter')).rows).toEqual([{ name: 'kept', value: 7, note: null }]);
    await client.end();
  });

  it('refuses a database of a newer release', async () => {
    await expect(migrate(database.url, migrations)).rejects.toThrow(/newer release.*20260102000000_second/);
  });

  it('takes semicolons in functions, comments and texts', async () => {
    const copy = await cloneDatabase();
    await migrate(copy.url, withMore({ '20260102000000_function': WITH_FUNCTION }));
    const client = new pg.Client(copy.url);
    await client.connect();
    expect((await client.query('SELECT * FROM counter')).rows).toEqual([{ name: 'a;b', value: 42 }]);
    await client.end();
    await copy.drop();
  });

  it('leaves nothing of a migration that fails half-way', async () => {
    const copy = await cloneDatabase();
    const broken = withMore({ '20260102000000_broken': `${SECOND} SELECT no_such_thing;` });
    await expect(migrate(copy.url, broken)).rejects.toThrow(/no_such_thing/);
    const client = new pg.Client(copy.url);
    await client.connect();
    const { fields } = await client.query('SELECT * FROM counter');
    expect(fields.map(({ name }) => name)).toEqual(['name', 'value']);
    await client.end();
    await copy.drop();
  });
});
