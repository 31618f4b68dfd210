import { mkdirSync, mkdtempDisposableSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { address, ConfigError, databaseUrl, integer, readConfig, secretFile, secretFileOrEmpty } from './config.ts';
import { serviceSettings } from './service-settings.ts';

const base = mkdtempDisposableSync(join(tmpdir(), 'bookstore-config-'));
afterAll(() => base.remove());

const shape = {
  LISTEN_ADDRESS: address(),
  DATABASE_URL: databaseUrl(),
  LIMIT: integer({ min: 1, max: 10, default: 5 }),
};
const good = { LISTEN_ADDRESS: '127.0.0.1:0', DATABASE_URL: 'postgresql://u:secret@h:1/d' };

describe('readConfig', () => {
  it('reads values, fills in defaults and freezes the result', () => {
    const config = readConfig(shape, { ...good, LIMIT: '' });
    expect(config).toEqual({ ...good, LIMIT: 5 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it.each([
    [{ LISTEN_ADDRESS: undefined }, 'LISTEN_ADDRESS is not set: host:port is allowed, with a port of 0 to 65535'],
    [{ LISTEN_ADDRESS: 'localhost' }, 'LISTEN_ADDRESS: host:port is allowed, with a port of 0 to 65535'],
    [{ LISTEN_ADDRESS: 'localhost:70000' }, 'LISTEN_ADDRESS: host:port is allowed, with a port of 0 to 65535'],
    [{ LIMIT: '11' }, 'LIMIT: a whole number from 1 to 10 is allowed'],
    [{ LIMIT: '1e1' }, 'LIMIT: a whole number from 1 to 10 is allowed'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: postgresql://user:password@host:port/database is allowed'],
  ])('names what is wrong in %j', (change, message) => {
    expect(() => readConfig(shape, { ...good, ...change })).toThrow(new ConfigError(message));
  });

  it('names every fault at once and never repeats a value', () => {
    const read = () => readConfig(shape, { LISTEN_ADDRESS: 'hunter2', DATABASE_URL: 'hunter2', LIMIT: 'hunter2' });
    expect(read).toThrow(/LISTEN_ADDRESS.*DATABASE_URL.*LIMIT/);
    expect(read).not.toThrow(/hunter2/);
  });

  it('names a key that is none, and shows nothing of it', () => {
    const directory = folder();
    writeFileSync(join(directory, 'key'), 'hunter2');
    mkdirSync(join(directory, 'trusted'));
    writeFileSync(join(directory, 'trusted', 'orders.pem'), 'hunter2');
    const { SERVICE_KEY_FILE, TRUSTED_SERVICES_DIR } = serviceSettings;
    const read = () =>
      readConfig(
        { SERVICE_KEY_FILE, TRUSTED_SERVICES_DIR },
        { SERVICE_KEY_FILE: join(directory, 'key'), TRUSTED_SERVICES_DIR: join(directory, 'trusted') },
      );
    expect(read).toThrow(`SERVICE_KEY_FILE: ${join(directory, 'key')} holds no Ed25519 private key`);
    expect(read).toThrow(
      `TRUSTED_SERVICES_DIR: ${join(directory, 'trusted', 'orders.pem')} holds no Ed25519 public key`,
    );
    expect(read).not.toThrow(/hunter2/);
  });

  it('names a file that cannot be read, is empty or is a folder', () => {
    const [directory, empty] = [folder(), fileWith('')];
    const line = (path: string) => faultOf(() => readConfig({ KEY_FILE: secretFile() }, { KEY_FILE: path }));
    const allowed = 'the path of a file with content that can be read is allowed';
    expect(line('/no/such/file')).toBe(`KEY_FILE: cannot read /no/such/file: no such file; ${allowed}`);
    expect(line(directory)).toBe(`KEY_FILE: cannot read ${directory}: it is a folder; ${allowed}`);
    expect(line(empty)).toBe(`KEY_FILE: ${empty} is empty; ${allowed}`);
  });

  it('takes an empty file where a secret is not needed, but none that cannot be read', () => {
    const read = (path: string) => readConfig({ KEY_FILE: secretFileOrEmpty() }, { KEY_FILE: path }).KEY_FILE;
    expect([read(fileWith('')), read(fileWith('key'))]).toEqual(['', 'key']);
    expect(() => read('/no/such/file')).toThrow('KEY_FILE: cannot read /no/such/file: no such file');
  });

  it.each(['sk_live_hunter2', 'postgresql://u:hunter2@h/d', '-----BEGIN PRIVATE KEY-----\nhun/ter2\n'])(
    'does not show a secret that was given in place of a path',
    (secret) => {
      const read = () => readConfig({ KEY_FILE: secretFile() }, { KEY_FILE: secret });
      expect(read).toThrow('KEY_FILE: cannot read the file that it names: no such file; ');
      expect(read).not.toThrow(/hun/);
    },
  );

  it('names a folder of keys that cannot be read', () => {
    const { TRUSTED_SERVICES_DIR } = serviceSettings;
    expect(() => readConfig({ TRUSTED_SERVICES_DIR }, { TRUSTED_SERVICES_DIR: '/no/such/folder' })).toThrow(
      'TRUSTED_SERVICES_DIR: cannot read /no/such/folder: no such file; a folder with',
    );
  });
});

describe('a setting from a file', () => {
  const { LISTEN_ADDRESS, DATABASE_URL } = good;

  it.each(['', '\n', '\r\n'])('is what stands in the file without the last end of line %j', (end) => {
    const file = fileWith(`${DATABASE_URL}${end}`);
    expect(readConfig(shape, { LISTEN_ADDRESS, DATABASE_URL_FILE: file }).DATABASE_URL).toBe(DATABASE_URL);
  });

  it('can be one with a default as well', () => {
    expect(readConfig(shape, { ...good, LIMIT_FILE: fileWith('7\n') }).LIMIT).toBe(7);
  });

  it('is refused where the variable is set too, by both names', () => {
    expect(() => readConfig(shape, { ...good, DATABASE_URL_FILE: fileWith(DATABASE_URL) })).toThrow(
      new ConfigError('DATABASE_URL and DATABASE_URL_FILE are both set: set one of them'),
    );
  });

  it('is refused by variable and path when the file cannot be read or is empty', () => {
    const line = (path: string) => faultOf(() => readConfig(shape, { LISTEN_ADDRESS, DATABASE_URL_FILE: path }));
    const instead = 'name a file with the value of DATABASE_URL';
    expect(line('/run/none')).toBe(`DATABASE_URL_FILE: cannot read /run/none: no such file; ${instead}`);
    const empty = fileWith('\n');
    expect(line(empty)).toBe(`DATABASE_URL_FILE: ${empty} is empty; ${instead}`);
  });

  it('is refused by variable and path, and not shown, when it is wrong', () => {
    const file = fileWith('hunter2');
    expect(faultOf(() => readConfig(shape, { LISTEN_ADDRESS, DATABASE_URL_FILE: file }))).toBe(
      `DATABASE_URL_FILE (${file}): postgresql://user:password@host:port/database is allowed`,
    );
  });

  it('does not come from a variable of a setting that names a file itself', () => {
    const key = fileWith('key');
    const read = { KEY_FILE: secretFile() };
    expect(() => readConfig(read, { KEY_FILE_FILE: fileWith(key) })).toThrow('KEY_FILE is not set');
  });
});

function folder(): string {
  return mkdtempSync(join(base.path, 'config-'));
}

function fileWith(content: string): string {
  const path = join(folder(), 'value');
  writeFileSync(path, content);
  return path;
}

function faultOf(read: () => unknown): string {
  try {
    read();
    return 'none';
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error);
  }
}
