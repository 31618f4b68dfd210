import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@bookstore/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverProcess } from '../src/driver/driver-process.ts';
import { loosenIndexes } from '../src/filling/loose-indexes.ts';
import { openOrderStatements } from '../src/floors/order-statements.ts';
import { type Cell, closed } from '../src/measure/cell.ts';
import { measureCell } from '../src/measure/measure-cell.ts';

const directory = mkdtempSync(join(tmpdir(), 'bench-floors-'));
let postgres: EmbeddedPostgres;
let client: pg.Client;
let driver: DriverProcess;
beforeAll(async () => {
  driver = DriverProcess.start();
  postgres = await EmbeddedPostgres.start({ directory, password: 'tests' });
  client = new pg.Client(postgres.url('postgres'));
  await client.connect();
});
afterAll(async () => {
  driver[Symbol.dispose]();
  await client.end();
  await postgres.stop();
  rmSync(directory, { recursive: true });
});

const number = async (query: string) => Number((await client.query<{ n: string }>(query)).rows[0]?.n);
const measure = (cell: Cell<undefined>, signal = new AbortController().signal) =>
  measureCell(cell, undefined, new Map(), { driver, seconds: 0.4, warmUpSeconds: 0.1, mostAtOnce: 4, signal });

describe('the order statements', () => {
  const spec = () => ({ kind: 'order statements', databaseUrl: postgres.url('postgres'), books: 10 }) as const;
  const cell: Cell<undefined> = {
    name: 'order',
    load: closed(64),
    programs: () => ({ postgres: postgres.pid ?? 0 }),
    caller: spec,
  };

  it('hold, write and pay every order, in three transactions that change something each', async () => {
    await using caller = await openOrderStatements(spec(), 4);
    const before = await number(`SELECT pg_current_xact_id()::text AS n`);
    await Promise.all(Array.from({ length: 50 }, () => caller.call()));
    const after = await number(`SELECT pg_current_xact_id()::text AS n`);
    expect(after - before - 1).toBe(150);
    expect(await number('SELECT count(*) AS n FROM bench_floor.reservation_lines')).toBe(50);
    expect(await number('SELECT sum(reserved) AS n FROM bench_floor.stock_levels')).toBe(50);
    expect(await number(`SELECT count(*) AS n FROM bench_floor.orders WHERE status = 'PAID' AND version = 2`)).toBe(50);
    expect(await number('SELECT count(*) AS n FROM bench_floor.order_status_changes')).toBe(100);
  });

  it('run on a server that syncs its commits', async () => {
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      const { rows } = await client.query<Record<string, string>>(`SHOW ${setting}`);
      expect(rows[0]?.[setting]).toBe('on');
    }
  });

  it('are measured with time and memory of PostgreSQL and of the driver, and leave no tables behind', async () => {
    const measured = await measure(cell);
    expect(measured).toMatchObject({ load: { kind: 'closed', inFlight: 4 }, failures: 0, unsent: 0 });
    expect(measured.ok.count).toBeGreaterThan(0);
    expect(measured.ok.p99).toBeGreaterThanOrEqual(measured.ok.p50);
    expect(measured.perSecond).toBeGreaterThan(0);
    if (process.platform === 'linux') {
      expect(Object.keys(measured.cpuMsPerCall).sort()).toEqual(['driver', 'postgres']);
      expect(measured.memoryMib['driver']).toBeGreaterThan(20);
      expect(measured.memoryMib['postgres']).toBeGreaterThan(5);
    }
    expect(await number(`SELECT count(*) AS n FROM information_schema.tables WHERE table_schema = 'bench_floor'`)).toBe(
      0,
    );
  });

  it('end when the run is interrupted, and the driver can go on with another', async () => {
    const interrupted = new AbortController();
    const programs = () => {
      setImmediate(() => interrupted.abort(new Error('interrupted')));
      return {};
    };
    await expect(measure({ ...cell, programs }, interrupted.signal)).rejects.toThrow('interrupted');
    expect((await measure(cell)).ok.count).toBeGreaterThan(0);
  });
});

describe('prepared reads', () => {
  const reads = (text: string, values: readonly unknown[][]) => ({
    name: 'read',
    load: closed(2),
    programs: () => ({}),
    caller: () =>
      ({
        kind: 'prepared reads',
        databaseUrl: postgres.url('postgres'),
        read: { name: 'read', text },
        values,
      }) as const,
  });

  it('ask for one thing after the other', async () => {
    const { ok, failures } = await measure(reads('SELECT $1::int AS found', [[1], [2]]));
    expect(ok.count).toBeGreaterThan(0);
    expect(failures).toBe(0);
  });

  it('fail when nothing is found', async () => {
    const { ok, failures, firstFailure } = await measure(reads('SELECT 1 WHERE $1::int = 2', [[1]]));
    expect([ok.count, firstFailure]).toEqual([0, 'Error: read: nothing was found']);
    expect(failures).toBeGreaterThan(0);
  });
});

describe('a check of a password', () => {
  const check = (password: string): Cell<undefined> => ({
    name: 'bare argon2',
    load: closed(1),
    programs: () => ({}),
    caller: () => ({ kind: 'password check', passwordHash: HASH, password }),
  });
  // Of "correct horse", with the parameters that users has by default.
  const HASH = '$argon2id$v=19$m=19456,p=1,t=2$AAECAwQFBgcICQoLDA0ODw$0AuQxA+RjPiJeA19Op7DwrFxnfh9xeTU2T6mFj2wThc';

  it('is what users does with one', async () => {
    expect((await measure(check('correct horse'))).ok.count).toBeGreaterThan(0);
  });

  it('fails with a wrong one', async () => {
    expect((await measure(check('wrong horse'))).firstFailure).toBe('Error: the password does not fit');
  });
});

describe('loose indexes', () => {
  const definitions = async () => {
    const { rows } = await client.query<{ definition: string }>(
      `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE connamespace = 'public'::regnamespace
       UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
    );
    return rows.map(({ definition }) => definition);
  };

  it('come back as they were, and nothing has one meanwhile', async () => {
    await client.query(`
      CREATE TABLE parents (id int PRIMARY KEY, name text UNIQUE CHECK (name <> ''));
      CREATE TABLE children (id int PRIMARY KEY, parent int REFERENCES parents ON DELETE RESTRICT, words text[]);
      CREATE INDEX ON children USING GIN (words);
      CREATE UNIQUE INDEX ON children (parent, (words[1]) DESC) WHERE parent > 1`);
    const before = await definitions();
    const tighten = await loosenIndexes(client);
    const meanwhile = await definitions();
    expect(meanwhile.filter((definition) => /INDEX|KEY|UNIQUE/.test(definition))).toEqual([]);
    expect(meanwhile.some((definition) => definition.startsWith('CHECK'))).toBe(true);
    await tighten();
    expect(await definitions()).toEqual(before);
  });
});
