import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { address, ConfigError, databaseUrl, integer, readConfig, secretFile } from './config.ts';
import { serviceSettings } from './service-settings.ts';

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
    const directory = mkdtempSync(join(tmpdir(), 'bookstore-config-'));
    writeFileSync(join(directory, 'key'), 'hunter2');
    mkdirSync(join(directory, 'trusted'));
    writeFileSync(join(directory, 'trusted', 'orders.pem'), 'hunter2');
    const { SERVICE_KEY_FILE, TRUSTED_SERVICES_DIR } = serviceSettings;
    const read = () =>
      readConfig(
        { SERVICE_KEY_FILE, TRUSTED_SERVICES_DIR },
        { SERVICE_KEY_FILE: join(directory, 'key'), TRUSTED_SERVICES_DIR: join(directory, 'trusted') },
      );
    expect(read).toThrow(/SERVICE_KEY_FILE: .*Ed25519 private key.*TRUSTED_SERVICES_DIR: .*Ed25519 public key/);
    expect(read).not.toThrow(/hunter2/);
  });

  it('names a file that cannot be read', () => {
    expect(() => readConfig({ KEY_FILE: secretFile() }, { KEY_FILE: '/no/such/file' })).toThrow(
      'KEY_FILE: the path of a readable file is allowed',
    );
  });
});
