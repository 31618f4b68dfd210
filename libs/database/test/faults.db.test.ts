import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, describeDatabaseFault, isUniqueViolation, retrying } from '../src/index.ts';
import { openPoolForTests } from './pool-for-tests.ts';

const options = { applicationName: 'faults', maxConnections: 2, acquireTimeoutMs: 200, statementTimeoutMs: 300 };

const { url, pool, drop } = await openPoolForTests(options);
afterAll(drop);

describe('database faults', () => {
  beforeAll(() => pool.query(`INSERT INTO counter VALUES ('a', 0), ('b', 0)`));

  const fault = (work: Promise<unknown>) => work.then(() => 'none', describeDatabaseFault);

  it('calls a server that cannot be reached, a full pool and a slow statement unavailable', async () => {
    const nowhere = createPool({ ...options, url: 'postgresql://x:y@127.0.0.1:1/z' });
    expect(await fault(nowhere.query('SELECT 1'))).toBe('unavailable');
    const held = await Promise.all([pool.connect(), pool.connect()]);
    expect(await fault(pool.query('SELECT 1'))).toBe('unavailable');
    for (const client of held) client.release();
    expect(await fault(pool.query('SELECT pg_sleep(5)'))).toBe('unavailable');
  });

  it('says nothing of a mistake of our own', async () => {
    expect(await fault(pool.query('SELECT no_such_column FROM counter'))).toBeUndefined();
  });

  it('knows a unique violation by its index', async () => {
    const error = await pool.query(`INSERT INTO counter VALUES ('a', 1)`).catch((thrown: unknown) => thrown);
    expect(isUniqueViolation(error, 'counter_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'other_key')).toBe(false);
  });

  it('retries transactions that deadlock until both have happened', async () => {
    await pool.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET deadlock_timeout = '20ms'`);
    const impatient = createPool({ ...options, url });
    const swap = (first: string, second: string) => async () => {
      const client = await impatient.connect();
      try {
        await client.query('BEGIN');
        await client.query('UPDATE counter SET value = value + 1 WHERE name = $1', [first]);
        await new Promise((resolve) => setTimeout(resolve, 50));
        await client.query('UPDATE counter SET value = value + 1 WHERE name = $1', [second]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    };
    await Promise.all([retrying(swap('a', 'b')), retrying(swap('b', 'a'))]);
    expect((await pool.query('SELECT value FROM counter ORDER BY name')).rows).toEqual([{ value: 2 }, { value: 2 }]);
    await impatient.end();
  });
});
