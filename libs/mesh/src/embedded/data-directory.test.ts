import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freeAddress } from './address.ts';
import { takeDataDirectory } from './data-directory.ts';
import { keepSecrets } from './secrets.ts';

const newDirectory = () => mkdtempSync(join(tmpdir(), 'bookstore-mesh-'));

describe('the data folder', () => {
  it('has one owner at a time', () => {
    const directory = newDirectory();
    // Vitest's main process: a Node that lives, and is not this one.
    writeFileSync(join(directory, 'owner.pid'), String(process.ppid));
    expect(() => takeDataDirectory(directory)).toThrow(
      `${directory} is in use by process ${process.ppid}; end it, or set BOOKSTORE_DATA_DIR to another folder`,
    );
  });

  it('can be taken over from an owner that died', () => {
    const directory = newDirectory();
    writeFileSync(join(directory, 'owner.pid'), '999999999');
    const release = takeDataDirectory(directory);
    expect(readFileSync(join(directory, 'owner.pid'), 'utf8')).toBe(String(process.pid));
    release();
    takeDataDirectory(directory)();
  });
});

describe('a data folder that cannot be', () => {
  it.each(['/proc/bookstore', join(import.meta.filename, 'below-a-file')])('%s is refused at once', (directory) => {
    const script = `import { takeDataDirectory } from ${JSON.stringify(join(import.meta.dirname, 'data-directory.ts'))};
      takeDataDirectory(${JSON.stringify(directory)});`;
    // In a process of its own: what never comes back cannot be timed from within.
    const { stderr, signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect(signal).toBeNull();
    expect(stderr).toContain('BOOKSTORE_DATA_DIR: a folder that can be written is allowed');
  });
});

describe('secrets', () => {
  it('are made once, differ, and can be read by their owner only', () => {
    const directory = newDirectory();
    const first = keepSecrets(directory);
    const again = keepSecrets(directory);
    expect(again.superuserPassword).toBe(first.superuserPassword);
    expect(again.databasePassword('users')).toBe(first.databasePassword('users'));
    expect(first.databasePassword('users')).not.toBe(first.databasePassword('orders'));
    expect(keepSecrets(newDirectory()).superuserPassword).not.toBe(first.superuserPassword);
    for (const file of [first.serviceKeyFile('users'), first.paymentKeyFile, first.webhookSecretFile])
      expect(statSync(file).mode & 0o77).toBe(0);
  });
});

describe('addresses', () => {
  it('that are taken are named with the variable that moves them', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await expect(freeAddress('orders', `127.0.0.1:${port}`)).rejects.toThrow(
      `127.0.0.1:${port} is taken by another program; set ORDERS_ADDRESS to another host:port`,
    );
    server.close();
  });

  it('that nobody named have a port that systems give to nobody by themselves, so that it stays free', async () => {
    const ports = await Promise.all(
      Array.from({ length: 20 }, async () => Number((await freeAddress('users', '127.0.0.1:0')).split(':')[1])),
    );
    expect(Math.max(...ports)).toBeLessThan(30_000);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
  });

  it.each(['nonsense', '127.0.0.1', '127.0.0.1:99999', ':1'])(
    'that are none, such as %j, are refused',
    async (text) => {
      await expect(freeAddress('users', text)).rejects.toThrow(/USERS_ADDRESS/);
    },
  );
});
