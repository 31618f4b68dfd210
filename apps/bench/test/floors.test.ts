import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetBookDetailsResponse } from '@bookstore/contracts/inventory/v1/inventory_service';
import { EmbeddedPostgres } from '@bookstore/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frame } from '../src/driver/frame.ts';
import { echoPath } from '../src/floors/echo-definition.ts';
import { type EchoProcess, startEchoProcess } from '../src/floors/echo-process.ts';
import { openOrderStatements } from '../src/floors/order-statements.ts';
import { openGrpcCell } from '../src/measure/grpc-cell.ts';
import { measureCell } from '../src/measure/measure-cell.ts';

const short = { inFlight: 4, seconds: 0.4, warmUpSeconds: 0.1, signal: new AbortController().signal };

describe('the order statements', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bench-floors-'));
  let postgres: EmbeddedPostgres;
  let client: pg.Client;
  beforeAll(async () => {
    postgres = await EmbeddedPostgres.start({ directory, password: 'tests' });
    client = new pg.Client(postgres.url('postgres'));
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await postgres.stop();
    rmSync(directory, { recursive: true });
  });

  const number = async (query: string) => Number((await client.query<{ n: string }>(query)).rows[0]?.n);
  const tables = () => number(`SELECT count(*) AS n FROM information_schema.tables WHERE table_schema = 'bench_floor'`);

  it('hold, write and pay every order, in three transactions that change something each', async () => {
    await using cell = await openOrderStatements(postgres.url('postgres'), 10, 4);
    const before = await number(`SELECT pg_current_xact_id()::text AS n`);
    await Promise.all(Array.from({ length: 50 }, () => cell.call()));
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

  it('are measured with the time of PostgreSQL, and leave no tables behind', async () => {
    const row = await measureCell(
      {
        name: 'order',
        programs: () => ({ postgres: postgres.pid ?? 0 }),
        open: (inFlight) => openOrderStatements(postgres.url('postgres'), 10, inFlight),
      },
      short,
    );
    expect(row).toMatchObject({ name: 'order', inFlight: 4, failures: 0 });
    expect(row.calls).toBeGreaterThan(10);
    expect(row.p99Ms).toBeGreaterThanOrEqual(row.p50Ms);
    expect(row.cpuMsPerCall['driver']).toBeGreaterThan(0);
    if (process.platform === 'linux') expect(row.cpuMsPerCall['postgres']).toBeGreaterThan(0);
    expect(await tables()).toBe(0);
  });
});

describe('the echo', () => {
  let echo: EchoProcess;
  beforeAll(async () => {
    echo = await startEchoProcess();
  });
  afterAll(() => echo[Symbol.dispose]());

  const book = GetBookDetailsResponse.fromPartial({ book: { title: 'Emma', price: { currencyCode: 'USD' } } });
  const framed = frame(GetBookDetailsResponse.encode(book).finish());
  const target = (check: (answer: Buffer) => void) => ({
    address: echo.address,
    path: echoPath('getBookDetails'),
    next: () => ({ framed }),
    check,
  });

  it('is measured with the time of its process', async () => {
    const check = (answer: Buffer) => expect(GetBookDetailsResponse.decode(answer)).toEqual(book);
    const row = await measureCell(
      { name: 'echo', programs: () => ({ echo: echo.pid }), open: (inFlight) => openGrpcCell(target(check), inFlight) },
      short,
    );
    expect(row.failures).toBe(0);
    expect(row.calls).toBeGreaterThan(50);
    if (process.platform === 'linux') expect(row.cpuMsPerCall['echo']).toBeGreaterThan(0);
  });

  it('has its answers checked: a wrong one is a failed call', async () => {
    const check = () => {
      throw new Error('not what was asked for');
    };
    const row = await measureCell(
      { name: 'echo', programs: () => ({}), open: (inFlight) => openGrpcCell(target(check), inFlight) },
      short,
    );
    expect(row.calls).toBe(0);
    expect(row.firstFailure).toBe('Error: not what was asked for');
    expect(row.failures).toBeGreaterThan(0);
  });
});
