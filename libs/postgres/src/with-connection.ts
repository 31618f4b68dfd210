import pg from 'pg';

/**
 * Does something over a connection of its own to a database, and ends it. What breaks the connection breaks the query
 * that runs, and nothing else. With a time-out, in milliseconds, no query may take longer.
 */
export async function withConnection<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  queryTimeoutMs?: number,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, query_timeout: queryTimeoutMs });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
