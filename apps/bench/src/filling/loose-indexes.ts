import type pg from 'pg';

// Rows come in several times as fast where no index has to follow each of them. Which indexes and
// constraints there are, PostgreSQL says itself, so that no migration has to be followed here.

interface Definition {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Takes all indexes, keys and foreign keys off the tables of a database; gives what puts them back. */
export async function loosenIndexes(client: pg.Client): Promise<() => Promise<void>> {
  const foreignKeys = await constraints(client, 'f');
  const keys = [...(await constraints(client, 'p')), ...(await constraints(client, 'u'))];
  const drop = ({ table, name }: Definition) => client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  const add = ({ table, name, definition }: Definition) =>
    client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  for (const key of [...foreignKeys, ...keys]) await drop(key);
  const indexes = await indexesOf(client);
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  return async () => {
    for (const key of keys) await add(key);
    for (const { definition } of indexes) await client.query(definition);
    for (const key of foreignKeys) await add(key);
  };
}

async function constraints(client: pg.Client, type: 'f' | 'p' | 'u'): Promise<Definition[]> {
  const { rows } = await client.query<Definition>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = $1 AND connamespace = 'public'::regnamespace AND conrelid <> 0
       AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1, 2`,
    [type],
  );
  return rows;
}

async function indexesOf(client: pg.Client): Promise<Definition[]> {
  const { rows } = await client.query<Definition>(
    `SELECT indrelid::regclass::text AS table, indexrelid::regclass::text AS name,
       pg_get_indexdef(indexrelid) AS definition
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE relnamespace = 'public'::regnamespace AND indrelid::regclass::text <> '_prisma_migrations' ORDER BY 1, 2`,
  );
  return rows;
}
