import { afterAll, expect, it } from 'vitest';
import { createPool } from '../src/index.ts';
import { openPoolForTests } from './pool-for-tests.ts';

const options = { applicationName: 'pool', maxConnections: 1, acquireTimeoutMs: 5_000, statementTimeoutMs: 5_000 };

const { url, pool, drop } = await openPoolForTests(options);
afterAll(drop);

it('is in UTC, whatever zone its database is in: PrismaPg takes all times for UTC', async () => {
  const name = new URL(url).pathname.slice(1);
  await pool.query(`ALTER DATABASE "${name}" SET timezone = 'Asia/Kolkata'`);
  const later = createPool({ ...options, url });
  try {
    const { rows } = await later.query<{ zone: string }>("SELECT current_setting('TimeZone') AS zone");
    expect(rows).toEqual([{ zone: 'UTC' }]);
  } finally {
    await later.end();
  }
});
