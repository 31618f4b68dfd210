import type { EmbeddedPostgres } from '@bookstore/postgres';
import { withConnection } from '@bookstore/postgres/with-connection';
import { SERVICE_NAMES } from '../mesh.ts';
import type { Secrets } from '../secrets.ts';

/** Makes what is missing of one database and one role for each service; a role sees only its own. */
export async function keepDatabases(postgres: EmbeddedPostgres, secrets: Secrets): Promise<void> {
  await withConnection(postgres.url('postgres'), async (client) => {
    for (const service of SERVICE_NAMES) {
      const password = client.escapeLiteral(secrets.databasePassword(service));
      const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [service]);
      if (role.rowCount === 0) await client.query(`CREATE ROLE ${service} LOGIN PASSWORD ${password}`);
      const database = await client.query('SELECT FROM pg_database WHERE datname = $1', [service]);
      if (database.rowCount === 0) await client.query(`CREATE DATABASE ${service} OWNER ${service}`);
      await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${service} FROM PUBLIC`);
    }
  });
}
