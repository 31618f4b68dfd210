import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, startSweeps } from '../src/index.ts';
import { cloneDatabase, type ClonedDatabase } from '../src/testing/index.ts';

describe('startSweeps', () => {
  let database: ClonedDatabase;
  let pool: ReturnType<typeof createPool>;
  const connect = () =>
    createPool({
      url: database.url,
      applicationName: 'sweeps',
      maxConnections: 5,
      acquireTimeoutMs: 2000,
      statementTimeoutMs: 5000,
    });
  beforeAll(async () => {
    database = await cloneDatabase();
    pool = connect();
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('runs a sweep again and again, also after it failed', async () => {
    let runs = 0;
    const faults: string[] = [];
    const run = () => {
      runs += 1;
      return runs === 1 ? Promise.reject(new Error('first')) : Promise.resolve();
    };
    const onError = (error: unknown, sweep: string) => faults.push(`${sweep}: ${String(error)}`);
    const sweeps = await startSweeps({ pool, sweeps: [{ name: 'count', everyMs: 50, run }], onError });
    await expect.poll(() => runs, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
    await sweeps.stop();
    expect(faults).toEqual(['count: Error: first']);
  });

  it('runs a sweep whose process died in the middle as soon as it starts again', async () => {
    const never = { name: 'dies', everyMs: 50, run: () => new Promise<void>(() => undefined) };
    await startSweeps({ pool: connect(), sweeps: [never], onError: () => undefined });
    await sleep(500);
    let runs = 0;
    const run = () => Promise.resolve(void (runs += 1));
    const again = await startSweeps({ pool, sweeps: [{ ...never, run }], onError: () => undefined });
    await expect.poll(() => runs, { timeout: 5_000 }).toBeGreaterThan(0);
    await again.stop();
  });
});
