import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hashesAtOnce, readUsersConfig } from './config.ts';

describe('the settings of users', () => {
  const directory = mkdtempSync(join(tmpdir(), 'users-config-'));
  const keyFile = join(directory, 'key');
  writeFileSync(keyFile, generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
  afterAll(() => rmSync(directory, { recursive: true }));

  const needed = {
    LISTEN_ADDRESS: '127.0.0.1:0',
    DATABASE_URL: 'postgresql://u:p@h:5432/d',
    SERVICE_KEY_FILE: keyFile,
    TRUSTED_SERVICES_DIR: directory,
    ORDERS_ADDRESS: '127.0.0.1:50053',
  };

  it('have defaults that hold what the design asks for', () => {
    expect(readUsersConfig(needed)).toMatchObject({
      ARGON2_MEMORY_KIB: 19_456,
      ARGON2_TIME_COST: 2,
      ACCESS_TOKEN_TTL_S: 300,
      REFRESH_TOKEN_TTL_S: 2_592_000,
      RESET_TOKEN_TTL_S: 1_800,
    });
  });

  it.each([
    ['ARGON2_MEMORY_KIB', '19455', 'from 19456'],
    ['ARGON2_TIME_COST', '1', 'from 2'],
    ['SIGNING_KEY_LEAD_S', '60', 'from 120'],
    ['SMTP_URL', 'http://mail', 'smtp://'],
    ['ORDERS_ADDRESS', 'orders', 'host:port'],
  ])('refuse %s=%s and say what is allowed', (name, value, allowed) => {
    expect(() => readUsersConfig({ ...needed, [name]: value })).toThrow(`${name}: `);
    expect(() => readUsersConfig({ ...needed, [name]: value })).toThrow(allowed);
  });

  it('leave a thread of libuv free for everything else', () => {
    expect(hashesAtOnce(1)).toBe(1);
    expect(hashesAtOnce(4)).toBeLessThanOrEqual(3);
  });
});
