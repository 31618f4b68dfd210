import pg from 'pg';

/**
 * Does something over a connection of its own to a database. A query takes at most so many milliseconds; what breaks
 * the connection breaks the query, and nothing else.
 */
export async function withDatabase<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
  queryTimeoutMs = 60_000,
): Promise<T> {
  const client = new pg.Client({ connectionString, query_timeout: queryTimeoutMs });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
