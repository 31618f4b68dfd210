import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedPostgres } from './embedded-postgres.ts';

describe('EmbeddedPostgres', () => {
  // mkdtemp makes a folder that only its owner may enter, as a clone in `mktemp -d` is.
  const directory = mkdtempSync(join(tmpdir(), 'bookstore-postgres-'));
  const password = `it's "a" p@ss/word`;
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await EmbeddedPostgres.start({ directory, password });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const query = async (sql: string) => {
    const client = new pg.Client(server.url('postgres'));
    await client.connect();
    try {
      return (await client.query<Record<string, string>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('is durable: nothing of what it promises is switched off', async () => {
    const settings = `SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) AS said FROM pg_settings
      WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`;
    expect(await query(settings)).toEqual([{ said: 'fsync=on full_page_writes=on synchronous_commit=on' }]);
  });

  it('keeps what was committed when it is killed', async () => {
    await server.execute('postgres', 'CREATE TABLE kept (n int)', 'INSERT INTO kept VALUES (1)');
    await server.kill();
    await expect(query('SELECT 1')).rejects.toThrow();
    await server.start();
    expect(await query('SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('answers nothing while it is held still, and goes on where it was', async () => {
    const client = new pg.Client(server.url('postgres'));
    await client.connect();
    await server.pause();
    const asked = client.query('SELECT');
    expect(await Promise.race([asked, sleep(200, 'silence')])).toBe('silence');
    await server.resume();
    expect((await asked).rowCount).toBe(1);
    await client.end();
  });

  it('has a port that systems give to nobody by themselves, so that it is free when the server starts again', () => {
    expect(server.port).toBeGreaterThanOrEqual(20_000);
    expect(server.port).toBeLessThan(30_000);
  });

  it('lets nobody in without the password, and listens on this machine only', async () => {
    const stranger = new pg.Client(server.url('postgres', 'postgres', 'wrong'));
    await expect(stranger.connect()).rejects.toThrow(/password authentication failed/);
    expect(await query('SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  });

  it('takes over the folder of a server whose owner died', async () => {
    const orphaned = mkdtempSync(join(tmpdir(), 'bookstore-postgres-'));
    const script = `
      import { EmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
      await EmbeddedPostgres.start({ directory: ${JSON.stringify(orphaned)}, password: 'x' });
      process.kill(process.pid, 'SIGKILL');`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]).catch(() => undefined);
    const second = await EmbeddedPostgres.start({ directory: orphaned, password: 'x' });
    await second.execute('postgres', 'SELECT 1');
    await second.stop();
    rmSync(orphaned, { recursive: true, force: true });
  });
});
