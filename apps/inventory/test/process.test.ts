import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority, type Certificate } from '@bookstore/certificates';
import { createPool } from '@bookstore/database';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { InventoryForTests } from './inventory-for-tests.ts';

/** What the schema engine of a newer release would have noted. */
const NEWER = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES ('next', 'none', '29990101000000_next', now(), 1)`;

const SOURCES = join(import.meta.dirname, '../src');

describe('the processes of inventory', { timeout: 90_000 }, () => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  let inventory: InventoryForTests;
  let variables: Record<string, string>;
  beforeAll(async () => {
    inventory = await InventoryForTests.start();
    // An owner that is no superuser, as the shop's databases have.
    await execute(`CREATE ROLE ${name} LOGIN PASSWORD 'tests'`);
    await execute(`CREATE DATABASE ${name} OWNER ${name}`);
    const url = new URL(inventory.variables['DATABASE_URL']!);
    Object.assign(url, { username: name, password: 'tests', pathname: `/${name}` });
    variables = { ...inventory.variables, DATABASE_URL: url.href };
  });
  afterAll(async () => {
    await inventory.stop();
    await execute(`DROP DATABASE ${name} WITH (FORCE)`);
    await execute(`DROP ROLE ${name}`);
  });

  async function execute(statement: string, url = inject('postgresUrl')): Promise<void> {
    const limits = { maxConnections: 1, acquireTimeoutMs: 5_000, statementTimeoutMs: 20_000 };
    const pool = createPool({ ...limits, url, applicationName: 'tests' });
    await pool.query(statement).finally(() => pool.end());
  }

  function start(entry: string, changes: Readonly<Record<string, string>> = {}) {
    const env = { PATH: process.env['PATH'], ...variables, LOG_LEVEL: 'info', ...changes };
    const child = spawn(process.execPath, [join(SOURCES, entry)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    const finished = once(child, 'close').then(([code]) => ({ code: code as unknown, ...output }));
    return { child, output, finished };
  }

  const run = (entry: string, changes: Readonly<Record<string, string>> = {}) => start(entry, changes).finished;

  it('say in one line what keeps them from starting', async () => {
    const nowhere = { DATABASE_URL: 'postgresql://u:secret@127.0.0.1:1/d' };
    for (const [entry, changes, line] of [
      ['main.ts', { USERS_ADDRESS: 'users' }, /^USERS_ADDRESS: host:port is allowed.*\n$/],
      ['main.ts', nowhere, /^DATABASE_URL: .*ECONNREFUSED.*\n$/],
      ['main.ts', {}, /^DATABASE_URL: .*not migrated.*\n$/],
      ['migrate.ts', nowhere, /^inventory: .*ECONNREFUSED.*\n$/],
      ['migrate.ts', { DATABASE_URL: '' }, /^inventory: DATABASE_URL is not set: .*\n$/],
    ] as const) {
      const { code, stderr } = await run(entry, changes);
      expect(stderr).toMatch(line);
      expect(stderr).not.toContain('secret');
      expect(code).toBe(1);
    }
  });

  it('say in one line which file of TLS keeps them from starting', async () => {
    const [authority, other] = [await Authority.create(), await Authority.create()];
    const good = tlsFiles(await authority.issue({ name: 'inventory' }), authority);
    for (const [changes, line] of [
      [{ ...good, TLS_KEY_FILE: '' }, /^TLS_KEY_FILE not set: TLS needs TLS_CERT_FILE, .*\n$/],
      [{ ...good, TLS_CA_FILE: '/no/ca.pem' }, /^TLS_CA_FILE: cannot read \/no\/ca.pem: no such file; .*\n$/],
      [
        tlsFiles(await authority.issue({ name: 'inventory', days: -1 }), authority),
        /^TLS_CERT_FILE: \S+ has expired: it was valid until .*\n$/,
      ],
      [
        tlsFiles(await other.issue({ name: 'inventory' }), authority),
        /^TLS_CERT_FILE: \S+ is not of the authority in \S+ \(TLS_CA_FILE\); .*\n$/,
      ],
    ] as const) {
      const { code, stdout, stderr } = await run('main.ts', changes);
      expect(stderr).toMatch(line);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    }
  });

  it('serve over TLS, and are healthy by the program that asks them over TLS', async () => {
    const authority = await Authority.create();
    const tls = tlsFiles(await authority.issue({ name: 'inventory' }), authority);
    const { child, output, finished } = start('main.ts', {
      ...tls,
      DATABASE_URL: inventory.variables['DATABASE_URL']!,
    });
    await expect.poll(() => output.stdout, { timeout: 60_000 }).toContain('"serving"');
    const LISTEN_ADDRESS = `127.0.0.1:${/"port":(\d+)/.exec(output.stdout)?.[1]}`;
    expect(await run('health.ts', { ...tls, LISTEN_ADDRESS })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await run('health.ts', { LISTEN_ADDRESS })).toMatchObject({ code: 1, stdout: '' });
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({ code: 0, stderr: '' });
  });

  /** Writes a certificate, its key and its supposed authority; gives the variables that name them. */
  function tlsFiles({ certificate, key }: Certificate, authority: Authority) {
    const directory = mkdtempSync(join(tmpdir(), 'inventory-tls-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const write = (name: string, content: string) => {
      writeFileSync(join(directory, name), content);
      return join(directory, name);
    };
    return {
      TLS_CERT_FILE: write('certificate.pem', certificate),
      TLS_KEY_FILE: write('key.pem', key),
      TLS_CA_FILE: write('ca.pem', authority.certificate),
    };
  }

  it('migrate once, serve, and end in order on SIGTERM', async () => {
    const first = await run('migrate.ts');
    expect(first).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^(inventory: applied \d+_\w+\n)+$/) as string,
      stderr: '',
    });
    expect(await run('migrate.ts')).toEqual({ code: 0, stdout: '', stderr: '' });
    const { child, output, finished } = start('main.ts');
    await expect.poll(() => output.stdout, { timeout: 60_000 }).toContain('"serving"');
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({ code: 0, stderr: '' });
  });

  it('say once of a book that its stock does not add up, however often they audit it', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await addUnaccounted(first, 6);
    const { child, output, finished } = start('main.ts', { STOCK_AUDIT_MS: '100' });
    const reports = () => output.stdout.split('\n').filter((line) => line.includes('movements and holds'));
    await expect.poll(reports, { timeout: 60_000 }).toHaveLength(1);
    await addUnaccounted(second, 7);
    await expect.poll(reports, { timeout: 60_000 }).toHaveLength(2);
    expect(reports().map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 50, bookId: first, onHand: 6, moved: 0, reserved: 0, held: 0 },
      { level: 50, bookId: second, onHand: 7, moved: 0, reserved: 0, held: 0 },
    ]);
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({ code: 0, stderr: '' });
  });

  /** A book with copies that no movement accounts for. */
  async function addUnaccounted(bookId: string, copies: number): Promise<void> {
    const url = variables['DATABASE_URL'];
    await execute(
      `INSERT INTO books (id, title, authors, publisher, language, subjects, description, price_minor_units, currency_code)
       VALUES ('${bookId}', 'Found', '{}', '', 'en', '{}', '', 1, 'USD')`,
      url,
    );
    await execute(`INSERT INTO stock_levels VALUES ('${bookId}', ${copies}, 0, 1)`, url);
  }

  it('leave a database of a newer release alone, and say so', async () => {
    await execute(NEWER, variables['DATABASE_URL']);
    for (const [entry, start] of [
      ['main.ts', 'DATABASE_URL: '],
      ['migrate.ts', 'inventory: Error: '],
    ] as const) {
      expect(await run(entry)).toEqual({
        code: 1,
        stdout: '',
        stderr: `${start}the database is of a newer release: it has the migration 29990101000000_next; run that release\n`,
      });
    }
  });
});
