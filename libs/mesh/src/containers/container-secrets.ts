import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_NAMES, type ServiceName } from '../mesh.ts';
import { keepSecrets, type Secrets } from '../secrets.ts';
import { keepCertificates } from './certificates.ts';
import { writeWhole } from './write-whole.ts';

/** Who may call a service as a service: it is given the public keys of these and no others. */
const CALLERS: Readonly<Record<ServiceName, readonly ServiceName[]>> = {
  users: ['inventory', 'orders'],
  inventory: ['orders'],
  orders: ['users'],
};

interface ContainerSecretsOptions {
  /** DNS names and IP addresses by which clients reach the gateway; the first is its certificate's name. */
  readonly shopNames?: readonly string[];
  /** What the first member of staff signs in with; made, if it is not given. */
  readonly staffPassword?: string;
  /** host:port by which a service reaches PostgreSQL. */
  readonly postgres?: (service: ServiceName) => string;
}

/**
 * Makes what is missing of the folder that `docker/compose.yaml` takes secrets from: those of any
 * mesh, certificates (`certificates/`), connection strings, and for each service the public keys of
 * its callers (`trusted/<service>/`).
 *
 * Containers read the files as users of their own, so the files can be read by everybody, and the
 * folder (mode 0700) keeps everybody out; what no container reads can be read by its owner only.
 */
export async function keepContainerSecrets(directory: string, options: ContainerSecretsOptions = {}): Promise<Secrets> {
  const { shopNames = ['localhost', '127.0.0.1', '::1'], postgres = () => 'postgres:5432' } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  if (options.staffPassword !== undefined) writeWhole(join(directory, 'staff-password'), options.staffPassword, 0o444);
  const secrets = keepSecrets(directory);
  await keepCertificates(join(directory, 'certificates'), shopNames);
  for (const service of SERVICE_NAMES) {
    const url = `postgresql://${service}:${secrets.databasePassword(service)}@${postgres(service)}/${service}`;
    writeWhole(join(directory, `${service}-database-url`), url, 0o444);
    keepTrust(directory, service, secrets.publicKeysDirectory);
    chmodSync(secrets.serviceKeyFile(service), 0o444);
    chmodSync(join(directory, `${service}-database-password`), 0o444);
  }
  for (const name of ['superuser-password', 'staff-password', 'payment-key', 'payment-webhook-secret', 'cookie-key'])
    chmodSync(join(directory, name), 0o444);
  return secrets;
}

function keepTrust(directory: string, service: ServiceName, publicKeys: string): void {
  const trusted = join(directory, 'trusted', service);
  mkdirSync(trusted, { recursive: true, mode: 0o755 });
  for (const caller of CALLERS[service]) {
    copyFileSync(join(publicKeys, `${caller}.pem`), join(trusted, `${caller}.pem`));
    chmodSync(join(trusted, `${caller}.pem`), 0o444);
  }
}
