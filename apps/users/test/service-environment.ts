import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a server needs besides its trust. */
export const serverSettings = {
  LISTEN_ADDRESS: '127.0.0.1:0',
  TRUSTED_PROXIES: [],
  REFLECTED_SERVICES: 'own' as const,
  MAX_RUNNING_HANDLERS: 1_000,
  MAX_WATCHES: 1_000,
  MAX_CONCURRENT_STREAMS: 1_000,
  MAX_CONNECTION_AGE_MS: 600_000,
  MAX_MESSAGE_BYTES: 1_000_000,
  DEFAULT_TIMEOUT_MS: 10_000,
  DRAIN_GRACE_MS: 1_000,
};

/** Files and variables of one users service. */
export interface ServiceEnvironment {
  readonly directory: string;
  readonly mailDirectory: string;
  /** The public key that orders would trust. */
  readonly publicKey: string;
  readonly variables: Readonly<Record<string, string>>;
  remove(): void;
}

/** Makes keys and folders in a folder of their own. The loopback address may speak for others. */
export function makeServiceEnvironment(databaseUrl: string): ServiceEnvironment {
  const directory = mkdtempSync(join(tmpdir(), 'users-'));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keyFile = join(directory, 'users.key');
  writeFileSync(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  const trusted = join(directory, 'trusted');
  mkdirSync(trusted);
  const mailDirectory = join(directory, 'mail');
  return {
    ...{ directory, mailDirectory },
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }),
    variables: {
      LISTEN_ADDRESS: '127.0.0.1:0',
      DATABASE_URL: databaseUrl,
      SERVICE_KEY_FILE: keyFile,
      TRUSTED_SERVICES_DIR: trusted,
      TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'silent',
      MAIL_DIRECTORY: mailDirectory,
      DRAIN_GRACE_MS: '1000',
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
