import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPool, startSweeps } from '../src/index.ts';
import { openPoolForTests } from './pool-for-tests.ts';

const SETTINGS = { applicationName: 'sweeps', maxConnections: 5, acquireTimeoutMs: 2000, statementTimeoutMs: 5000 };

const { url, pool, drop } = await openPoolForTests(SETTINGS);
afterAll(drop);

describe('startSweeps', () => {
  const connect = () => createPool({ ...SETTINGS, url });

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

  it('runs a sweep though its job is held by nobody, as after an answer of PostgreSQL that was lost', async () => {
    let runs = 0;
    const run = () => Promise.resolve(void (runs += 1));
    const sweeps = await startSweeps({
      pool,
      sweeps: [{ name: 'held', everyMs: 2_000, run }],
      onError: () => undefined,
    });
    const hold = `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'nobody' WHERE key = 'held'`;
    await expect.poll(async () => runs > 0 && (await pool.query(hold)).rowCount, { timeout: 5_000 }).toBe(1);
    const before = runs;
    await expect.poll(() => runs, { timeout: 20_000 }).toBeGreaterThan(before);
    await sweeps.stop();
  }, 40_000);

  describe('where the first look for jobs fails, which the library would never forget', () => {
    beforeEach(async () => {
      await (await startSweeps({ pool, sweeps: [], onError: () => undefined })).stop();
      await pool.query(`
        CREATE SEQUENCE blows;
        CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF current_query() LIKE '%unnest($1::text[])%' AND nextval('blows') = 1 THEN RAISE 'struck'; END IF;
          RETURN NULL;
        END $$;
        CREATE TRIGGER strike BEFORE INSERT ON graphile_worker._private_tasks EXECUTE FUNCTION strike()`);
    });
    afterEach(() => pool.query('DROP FUNCTION strike CASCADE; DROP SEQUENCE blows'));

    const start = async () => {
      let runs = 0;
      const sweep = { name: 'unlucky', everyMs: 1, run: () => Promise.resolve(void (runs += 1)) };
      return { sweeps: await startSweeps({ pool, sweeps: [sweep], onError: () => undefined }), runs: () => runs };
    };

    it('goes on', async () => {
      const { sweeps, runs } = await start();
      await expect.poll(runs, { timeout: 15_000 }).toBeGreaterThan(1);
      await sweeps.stop();
    }, 30_000);

    it('stops before it was begun anew, too', async () => {
      const { sweeps, runs } = await start();
      const struck = async () =>
        (await pool.query<{ was: boolean }>('SELECT is_called AS was FROM blows')).rows[0]?.was;
      await expect.poll(struck, { interval: 10 }).toBe(true);
      await sweeps.stop();
      expect(runs()).toBe(0);
    });
  });

  it('goes on after an outage that hits it at any point, and hurts nobody else in the process', async () => {
    const own = createPool({ ...SETTINGS, url, applicationName: 'outage', acquireTimeoutMs: 1_000 });
    let runs = 0;
    const run = () => Promise.resolve(void (runs += 1));
    const names = ['one', 'two', 'three', 'four'];
    const sweeps = names.map((name) => ({ name, everyMs: 1, run }));
    const running = await startSweeps({ pool: own, sweeps, onError: () => undefined });
    const strike = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'outage'`;
    for (let blow = 0; blow < 60; blow += 1) {
      await pool.query(strike);
      await sleep(20 * Math.random());
    }
    const held = await Promise.all(Array.from({ length: 5 }, () => own.connect().catch(() => undefined)));
    await sleep(2_500);
    for (const client of held) client?.release();
    const before = runs;
    await expect.poll(() => runs, { timeout: 10_000 }).toBeGreaterThan(before + 8);
    await running.stop();
    await own.end();
  });
});
