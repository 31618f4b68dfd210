import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createPool, describeDatabaseFault } from '../src/index.ts';
import { openPoolForTests } from './pool-for-tests.ts';

const calls = new AsyncLocalStorage<number>();
const options = {
  applicationName: 'budgets',
  maxConnections: 2,
  acquireTimeoutMs: 20_000,
  statementTimeoutMs: 20_000,
  remainingMs: () => (calls.getStore() ?? Number.POSITIVE_INFINITY) - Date.now(),
};

/** Work for a caller who waits for so long; how it failed, and after how long. */
async function within(ms: number, work: () => Promise<unknown>) {
  const startedAt = performance.now();
  const fault = await calls.run(Date.now() + ms, () => work().then(() => 'none', describeDatabaseFault));
  return { fault, ms: performance.now() - startedAt };
}

/** Far from both the budget and what would end the work without it, for a machine that is busy. */
const SOON_MS = 10_000;

const { url, pool, drop } = await openPoolForTests(options);
afterAll(drop);

const running = async () =>
  (await pool.query<{ query: string }>(`SELECT query FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'`)).rows;

describe('a connection that is given back twice, as graphile-worker does when it is stopped while its LISTEN fails', () => {
  it('goes back once, and stays with whoever has it then', async () => {
    const { promise: given, resolve } = Promise.withResolvers<() => void>();
    pool.connect((_error, _client, done) => resolve(done));
    const giveBack = await given;
    giveBack();
    const held = await Promise.all([pool.connect(), pool.connect()]);
    expect(giveBack).not.toThrow();
    expect(pool.idleCount).toBe(0);
    for (const client of held) client.release();
  });
});

describe('a connection that is given back with its transaction open, as Prisma does when a COMMIT cannot be sent', () => {
  it('takes nobody who comes after it into that transaction', async () => {
    const single = createPool({ ...options, url, maxConnections: 1 });
    onTestFinished(() => single.end());
    const client = await single.connect();
    await client.query('BEGIN');
    await client.query(`INSERT INTO counter VALUES ('left open', 0)`);
    expect(await within(-1, () => client.query('COMMIT'))).toMatchObject({ fault: 'unavailable' });
    client.release();
    await single.query(`INSERT INTO counter VALUES ('told that it stands', 0)`);
    const { rows } = await pool.query(`SELECT name FROM counter WHERE name IN ('left open', 'told that it stands')`);
    expect(rows).toEqual([{ name: 'told that it stands' }]);
  });
});

describe("a caller's time", () => {
  it('ends a statement here, and in PostgreSQL', async () => {
    const slow = await within(300, () => pool.query('SELECT pg_sleep(60)'));
    expect(slow).toMatchObject({ fault: 'unavailable' });
    expect(slow.ms).toBeLessThan(SOON_MS);
    await expect.poll(running, { timeout: 10_000 }).toEqual([]);
  });

  it('ends a statement within a transaction, and lets go of its locks', async () => {
    await pool.query(`INSERT INTO counter VALUES ('locked', 0)`);
    await within(300, async () => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query(`UPDATE counter SET value = 1 WHERE name = 'locked'`);
        await client.query('SELECT pg_sleep(60)');
      } finally {
        await client.query('ROLLBACK').catch(() => undefined);
        client.release();
      }
    });
    const { rows } = await pool.query(`UPDATE counter SET value = value + 2 WHERE name = 'locked' RETURNING value`);
    expect(rows).toEqual([{ value: 2 }]);
  });

  it('ends the wait for a connection, and what comes too late goes back', async () => {
    const held = await Promise.all([pool.connect(), pool.connect()]);
    const late = await within(200, () => pool.query('SELECT 1'));
    expect(late).toMatchObject({ fault: 'unavailable' });
    expect(late.ms).toBeLessThan(SOON_MS);
    for (const client of held) client.release();
    expect(await within(SOON_MS, () => Promise.all([pool.query('SELECT 1'), pool.query('SELECT 1')]))).toMatchObject({
      fault: 'none',
    });
  });

  it('keeps what nobody waits for any more from being started, and the connection whole', async () => {
    const client = await pool.connect();
    expect(await within(-1, () => client.query('SELECT 1'))).toMatchObject({ fault: 'unavailable' });
    expect((await client.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
    client.release();
    expect(await within(-1, () => pool.query('SELECT 1'))).toMatchObject({ fault: 'unavailable' });
  });

  it('is that of whoever asked, also when another one gave the connection back', async () => {
    const single = createPool({ ...options, url, maxConnections: 1 });
    onTestFinished(() => single.end());
    const held = await single.connect();
    const waiting = within(SOON_MS, () => single.query('SELECT pg_sleep(0.3)'));
    calls.run(Date.now() + 1, () => setTimeout(() => held.release(), 100));
    expect(await waiting).toMatchObject({ fault: 'none' });
  });
});

describe('a PostgreSQL that falls silent', () => {
  it('costs a connection, not what comes after', async () => {
    const link = await silenceable(url);
    const own = createPool({ ...options, url: link.url, maxConnections: 1, statementTimeoutMs: 200 });
    await own.query('SELECT 1');
    link.silence();
    // As Prisma does in a transaction: it gives a connection back without a word of what happened.
    const client = await own.connect();
    expect(await client.query('SELECT 1').then(() => 'none', describeDatabaseFault)).toBe('unavailable');
    client.release();
    link.speak();
    for (let use = 0; use < 3; use += 1) await own.query('SELECT 1');
    await own.end();
    link.close();
  });

  it('keeps nobody beyond their time, and a transaction neither', async () => {
    const link = await silenceable(url);
    const own = createPool({ ...options, url: link.url, maxConnections: 1 });
    const client = await own.connect();
    await client.query('BEGIN');
    link.silence();
    const late = await within(200, async () => {
      await client.query('SELECT 1').finally(() => client.query('ROLLBACK').catch(() => undefined));
    });
    client.release();
    expect(late).toMatchObject({ fault: 'unavailable' });
    expect(late.ms).toBeLessThan(SOON_MS);
    link.speak();
    await own.query('SELECT 1');
    await own.end();
    link.close();
  });
});

describe('a pool whose connections are all held', () => {
  it('fails whoever waits, each in time, and works again at once', async () => {
    const own = createPool({ ...options, url, acquireTimeoutMs: 300 });
    const held = await Promise.all([own.connect(), own.connect()]);
    const waits = await Promise.all(Array.from({ length: 50 }, () => within(10_000, () => own.query('SELECT 1'))));
    expect(new Set(waits.map(({ fault }) => fault))).toEqual(new Set(['unavailable']));
    expect(Math.max(...waits.map(({ ms }) => ms))).toBeLessThan(SOON_MS);
    for (const client of held) client.release();
    await Promise.all(Array.from({ length: 50 }, () => own.query('SELECT 1')));
    await own.end();
  });
});

/** A way to PostgreSQL that can stop to bring anything over its connections; new ones work. */
async function silenceable(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.on('data', (chunk) => silent || far.write(chunk)).on('close', () => far.destroy());
    far.on('data', (chunk) => silent || near.write(chunk)).on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url: url.href,
    silence: () => (silent = true),
    speak: () => (silent = false),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
