import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPool } from '@bookstore/database';
import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import { createChannel, createClient, Metadata } from 'nice-grpc';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeServiceEnvironment, type ServiceEnvironment } from './service-environment.ts';

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the schema engine of a newer release would have noted. */
const NEWER = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES ('next', 'none', 'next', now(), 1)`;

const sources = join(import.meta.dirname, '../src');

describe('the processes of users', () => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  let environment: ServiceEnvironment;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    await execute(inject('postgresUrl'), `CREATE DATABASE ${name}`);
    const url = new URL(inject('postgresUrl'));
    url.pathname = `/${name}`;
    environment = makeServiceEnvironment(url.href);
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  afterAll(async () => {
    await execute(inject('postgresUrl'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    environment.remove();
  });

  function start(entry: string, variables: Readonly<Record<string, string>>) {
    const env = {
      PATH: process.env['PATH'] ?? '',
      ...environment.variables,
      ORDERS_ADDRESS: '127.0.0.1:1',
      ...variables,
    };
    const child = spawn(process.execPath, [join(sources, entry)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    const finished = once(child, 'close').then(([code]): Finished => ({ code: code as number | null, ...output }));
    return { child, output, finished };
  }
  const run = (entry: string, variables: Readonly<Record<string, string>> = {}) => start(entry, variables).finished;
  function fileWith(value: string): string {
    const path = join(environment.directory, randomUUID());
    writeFileSync(path, `${value}\n`);
    return path;
  }
  const admins = { BOOKSTORE_ADMIN_EMAIL: 'boss@example.com', BOOKSTORE_ADMIN_PASSWORD: 'a pass phrase of ours' };

  it('say in one line what is wrong, and end with 1', async () => {
    const nowhere = { DATABASE_URL: 'postgresql://u:secret@127.0.0.1:1/d' };
    const cases: [string, Record<string, string>, RegExp][] = [
      ['main.ts', { SMTP_URL: 'http://x', ORDERS_ADDRESS: '' }, /^ORDERS_ADDRESS is not set: .*; SMTP_URL: .*\n$/],
      ['main.ts', { MAIL_DIRECTORY: '' }, /^SMTP_URL is not set: set it, or MAIL_DIRECTORY .*\n$/],
      [
        'main.ts',
        { DATABASE_URL: '', DATABASE_URL_FILE: '/no/such/file' },
        /^DATABASE_URL_FILE: cannot read \/no\/such\/file: no such file; .*\n$/,
      ],
      ['main.ts', {}, /^DATABASE_URL: the database is not migrated.*\n$/],
      ['main.ts', nowhere, /^DATABASE_URL: the database cannot be used .*ECONNREFUSED.*\n$/],
      ['migrate.ts', nowhere, /^users: .*ECONNREFUSED.*\n$/],
      ['create-staff.ts', { ...admins, BOOKSTORE_ADMIN_EMAIL: 'boss' }, /^users: BOOKSTORE_ADMIN_EMAIL: must be .*\n$/],
    ];
    for (const [entry, variables, line] of cases) {
      const { code, stdout, stderr } = await run(entry, variables);
      expect(stderr).toMatch(line);
      expect(stderr).not.toContain('secret');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    }
  });

  it('migrate once, appoint the first staff once, serve, log no secret, end on SIGTERM, and leave a newer database alone', async () => {
    expect(await run('migrate.ts')).toEqual({
      code: 0,
      stdout: 'users: applied 20261122000000_accounts\nusers: applied 20261125220500_order_mails\n',
      stderr: '',
    });
    const databaseFile = { DATABASE_URL: '', DATABASE_URL_FILE: fileWith(environment.variables['DATABASE_URL']!) };
    expect(await run('migrate.ts', databaseFile)).toEqual({ code: 0, stdout: '', stderr: '' });
    const common = await run('create-staff.ts', { ...admins, BOOKSTORE_ADMIN_PASSWORD: 'password1' });
    expect(common.stderr).toBe('users: BOOKSTORE_ADMIN_PASSWORD: must not be a password that many people use\n');
    const passwordFile = { BOOKSTORE_ADMIN_PASSWORD_FILE: fileWith(admins.BOOKSTORE_ADMIN_PASSWORD) };
    const fromFiles = { ...admins, ...databaseFile, ...passwordFile, BOOKSTORE_ADMIN_PASSWORD: '' };
    expect((await run('create-staff.ts', fromFiles)).stdout).toBe('users: boss@example.com is staff now\n');
    const other = { ...admins, BOOKSTORE_ADMIN_EMAIL: 'other@example.com' };
    expect((await run('create-staff.ts', other)).stdout).toBe(
      'users: the shop has staff already; nothing was changed\n',
    );

    const service = start('main.ts', { LOG_LEVEL: 'debug' });
    await expect
      .poll(() => service.output, { timeout: 30_000 })
      .toMatchObject({ stdout: expect.stringContaining('serving') as string, stderr: '' });
    const port = /"port":(\d+)/.exec(service.output.stdout)?.[1];
    const canaries = await useService(`127.0.0.1:${port}`);
    service.child.kill('SIGTERM');
    const { code, stdout, stderr } = await service.finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.match(/"msg":"call/g)?.length).toBeGreaterThan(8);
    for (const canary of canaries) expect(stdout).not.toContain(canary);

    await execute(environment.variables['DATABASE_URL']!, NEWER);
    for (const [entry, variables, start] of [
      ['main.ts', {}, ''],
      ['create-staff.ts', admins, 'users: '],
    ] as const) {
      expect(await run(entry, variables)).toEqual({
        code: 1,
        stdout: '',
        stderr: `${start}DATABASE_URL: the database is of a newer release: it has the migration next; run that release\n`,
      });
    }
  });

  /** Calls what carries secrets, rightly and wrongly, with the database in order and out of it. Gives the secrets. */
  async function useService(address: string): Promise<string[]> {
    const channel = createChannel(address);
    const anonymous = createClient(UserServiceDefinition, channel);
    const email = 'canary@example.com';
    const password = 'canary-password-1';
    const newPassword = 'canary-password-2';
    const displayName = 'canary-name';
    await anonymous.createUser({ email, password, displayName });
    await expect(anonymous.createUser({ email, password, displayName })).rejects.toThrow('ALREADY_EXISTS');
    const { tokens, user } = await anonymous.authenticateUser({ email, password });
    const { accessToken, refreshToken } = tokens!;
    const metadata = Metadata({ authorization: `Bearer ${accessToken}` });
    await anonymous.requestPasswordReset({ email });
    await expect.poll(() => existsSync(environment.mailDirectory)).toBe(true);
    await anonymous.changePassword({ currentPassword: password, newPassword }, { metadata });
    await expect(anonymous.authenticateUser({ email, password: `${password}x` })).rejects.toThrow('UNAUTHENTICATED');
    await anonymous.refreshSession({ refreshToken });
    await expect(anonymous.deleteUser({ userId: user!.userId, password: newPassword }, { metadata })).rejects.toThrow(
      'UNAVAILABLE',
    );
    await damaged(async () => {
      await expect(anonymous.createUser({ email, password, displayName })).rejects.toThrow('INTERNAL');
      await expect(anonymous.authenticateUser({ email, password: newPassword })).rejects.toThrow('INTERNAL');
      await expect(anonymous.requestPasswordReset({ email })).resolves.toEqual({});
    });
    channel.close();
    return [email, password, newPassword, displayName, accessToken, refreshToken, 'example.com'];
  }

  /** Takes a table away for a moment, which is a fault that nobody planned for. */
  async function damaged(work: () => Promise<void>): Promise<void> {
    const url = environment.variables['DATABASE_URL']!;
    await execute(url, 'ALTER TABLE users RENAME TO users_away');
    await work();
    await execute(url, 'ALTER TABLE users_away RENAME TO users');
  }
});

async function execute(url: string, statement: string): Promise<void> {
  const limits = { maxConnections: 1, acquireTimeoutMs: 5_000, statementTimeoutMs: 5_000 };
  const pool = createPool({ ...limits, url, applicationName: 'tests' });
  await pool.query(statement);
  await pool.end();
}
