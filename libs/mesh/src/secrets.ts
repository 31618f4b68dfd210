import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_NAMES, type ServiceName } from './mesh.ts';

/** What a mesh keeps secret, made at its first start and readable by its owner only. */
export interface Secrets {
  readonly superuserPassword: string;
  databasePassword(service: ServiceName): string;
  /** File of a service's private key. */
  serviceKeyFile(service: ServiceName): string;
  /** Folder of the public keys of all services. */
  readonly publicKeysDirectory: string;
  /** What the first member of staff signs in with, unless somebody chose a password. */
  readonly staffPassword: string;
  /** File of the key that the payment company knows the shop by. */
  readonly paymentKeyFile: string;
  /** File of the secret that the payment company signs its webhooks with. */
  readonly webhookSecretFile: string;
  /** File of the secret that the storefront seals its cookies with. */
  readonly cookieKeyFile: string;
}

/** Reads the secrets of a mesh from a folder, and makes those that are missing. */
export function keepSecrets(directory: string): Secrets {
  const publicKeysDirectory = join(directory, 'service-keys');
  mkdirSync(publicKeysDirectory, { recursive: true, mode: 0o700 });
  const random = (name: string, prefix = '') =>
    once(join(directory, name), () => prefix + randomBytes(24).toString('base64url'));
  for (const service of SERVICE_NAMES) keepServiceKey(directory, publicKeysDirectory, service);
  random('payment-key', 'sk_test_');
  random('payment-webhook-secret', 'whsec_');
  random('cookie-key');
  return {
    superuserPassword: random('superuser-password'),
    databasePassword: (service) => random(`${service}-database-password`),
    serviceKeyFile: (service) => join(directory, `${service}-key.pem`),
    publicKeysDirectory,
    staffPassword: random('staff-password'),
    paymentKeyFile: join(directory, 'payment-key'),
    webhookSecretFile: join(directory, 'payment-webhook-secret'),
    cookieKeyFile: join(directory, 'cookie-key'),
  };
}

function keepServiceKey(directory: string, publicKeysDirectory: string, service: ServiceName): void {
  const privateFile = join(directory, `${service}-key.pem`);
  if (existsSync(privateFile)) return;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  // The public half first: a private key without one would be kept for ever.
  writeFileSync(join(publicKeysDirectory, `${service}.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(privateFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

function once(file: string, make: () => string): string {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
