import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError } from './config.ts';
import { createLogger } from './logger.ts';
import { startService } from './start-service.ts';

const SERVICE_KEY_FILE = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

/** A start with a store that remembers what became of it. */
function start(problem: string | undefined, serve: () => Promise<string>) {
  const told: string[] = [];
  const store = {
    findProblem: (migrations: string) => {
      told.push(`looked for ${migrations}`);
      return Promise.resolve(problem);
    },
    close: () => Promise.resolve(void told.push('closed')),
  };
  const options = { name: 'orders', config: { SERVICE_KEY_FILE }, logger: createLogger('orders', 'silent') };
  const service = startService({ ...options, migrations: '/migrations', openStore: () => store }, serve);
  return { service, told };
}

describe('a start', () => {
  it('leaves the store open to a service that serves', async () => {
    const { service, told } = start(undefined, () => Promise.resolve('serving'));
    expect(await service).toBe('serving');
    expect(told).toEqual(['looked for /migrations']);
  });

  it('closes the store when the service cannot serve', async () => {
    const { service, told } = start(undefined, () => Promise.reject(new Error('the port is taken')));
    await expect(service).rejects.toThrow('the port is taken');
    expect(told).toEqual(['looked for /migrations', 'closed']);
  });

  it('ends by name and serves nothing when the store cannot be used', async () => {
    const { service, told } = start('it is not migrated', () => expect.fail('served'));
    await expect(service).rejects.toThrow(new ConfigError('DATABASE_URL: it is not migrated'));
    expect(told).toEqual(['looked for /migrations', 'closed']);
  });
});
