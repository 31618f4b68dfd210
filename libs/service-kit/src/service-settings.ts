import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { address, choice, databaseUrl, integer, readFrom } from './config.ts';
import { LOG_LEVELS } from './logger.ts';
import { readKey } from './service-identity.ts';
import { reading, readSettingFile, SettingFileError } from './setting-files.ts';
import { tlsSettings } from './tls-files.ts';

const REFLECTED = ['own', 'contract'] as const;

/** The settings that every service has, to be spread into its own; see `readConfig`. */
export const serviceSettings = {
  /** Where to listen. */
  LISTEN_ADDRESS: address(),
  /** The service's own database. */
  DATABASE_URL: databaseUrl(),
  DATABASE_MAX_CONNECTIONS: integer({ min: 1, max: 1000, default: 10 }),
  /** How long a call waits for a database connection. */
  DATABASE_ACQUIRE_TIMEOUT_MS: integer({ min: 1, max: 600_000, default: 2_000 }),
  /** After how long PostgreSQL gives up a statement. */
  DATABASE_STATEMENT_TIMEOUT_MS: integer({ min: 1, max: 600_000, default: 10_000 }),
  /** The service's private key: Ed25519, PEM. */
  SERVICE_KEY_FILE: keyFile(),
  /** Folder with the public keys of the services that may call, as `<name>.pem`. */
  TRUSTED_SERVICES_DIR: keyFolder(),
  ...tlsSettings,
  /** Proxies whose word on a client's address is believed, by address or certificate's name, separated by commas. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    ),
  /**
   * What server reflection lists: the services that are served here, or all of the contract. A gateway
   * answers reflection for all services by any one of them.
   */
  REFLECTED_SERVICES: choice(REFLECTED).default('own'),
  LOG_LEVEL: choice(LOG_LEVELS).default('info'),
  /** Of all kinds together but streams. No kind alone can fill it, so that each leaves room for the others. */
  MAX_RUNNING_HANDLERS: integer({ min: 1, max: 100_000, default: 512 }),
  MAX_RUNNING_READS: integer({ min: 1, max: 100_000, default: 384 }),
  MAX_RUNNING_WRITES: integer({ min: 1, max: 100_000, default: 256 }),
  MAX_RUNNING_SERVICE_CALLS: integer({ min: 1, max: 100_000, default: 384 }),
  MAX_RUNNING_UPLOADS: integer({ min: 1, max: 100_000, default: 16 }),
  /** Streams of answers, which wait most of the time, are counted by themselves. */
  MAX_WATCHES: integer({ min: 1, max: 1_000_000, default: 10_000 }),
  MAX_CONCURRENT_STREAMS: integer({ min: 1, max: 100_000, default: 1_000 }),
  MAX_CONNECTION_AGE_MS: integer({ min: 1_000, max: 86_400_000, default: 600_000 }),
  MAX_MESSAGE_BYTES: integer({ min: 1_024, max: 67_108_864, default: 4_194_304 }),
  /** What a call without a deadline of its own gets. */
  DEFAULT_TIMEOUT_MS: integer({ min: 1, max: 600_000, default: 15_000 }),
  /** How long running calls may take to finish when the service stops. */
  DRAIN_GRACE_MS: integer({ min: 0, max: 600_000, default: 10_000 }),
};

function keyFile() {
  return readFrom('a file with an Ed25519 private key in PEM (PKCS #8) is allowed', (path) =>
    readKeyFile(path, 'private', createPrivateKey),
  );
}

function keyFolder() {
  const message =
    'a folder with an Ed25519 public key in PEM (SPKI), <service>.pem, for each trusted service is allowed';
  return readFrom(message, (directory): Record<string, string> => {
    const files = reading(directory, () => readdirSync(directory)).filter((file) => file.endsWith('.pem'));
    return Object.fromEntries(
      files.map((file) => [basename(file, '.pem'), readKeyFile(join(directory, file), 'public', createPublicKey)]),
    );
  });
}

function readKeyFile(path: string, kind: 'private' | 'public', create: (pem: string) => KeyObject): string {
  const pem = readSettingFile(path);
  try {
    readKey(pem, create);
    return pem;
  } catch (cause) {
    throw new SettingFileError(`${path} holds no Ed25519 ${kind} key in PEM`, { cause });
  }
}
