import { randomUUID } from 'node:crypto';
import { withConnection } from '@bookstore/postgres/with-connection';
import { inject } from 'vitest';

export interface ClonedDatabase {
  /** Connection string, as superuser. */
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** Copies the migrated database, so that each test file has one of its own. */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${inject('templateDatabase')}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function administer(statement: string): Promise<void> {
  await withConnection(inject('postgresUrl'), (client) => client.query(statement));
}
