import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MeshError, type ProcessName, type ServiceName } from '../mesh.ts';
import { keepSecrets } from '../secrets.ts';

/** What another process may read of a mesh that runs on this machine. */
export interface RunningMesh {
  /** Connection string of a service's database, as that service. */
  databaseUrl(service: ServiceName): string;
  /** Where the payment company answers, and the file of the key that it knows the shop by. */
  readonly paymentsUrl: string;
  readonly paymentKeyFile: string;
}

type Addresses = Readonly<Record<'postgres' | ProcessName, string>>;

/** Says in the data folder where a mesh answers; the function it gives back takes that away. */
export function announceAddresses(dataDirectory: string, addresses: Addresses): () => void {
  const file = fileOf(dataDirectory);
  writeFileSync(file, `${JSON.stringify(addresses, undefined, 2)}\n`, { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/**
 * Finds the mesh that runs on a data folder. One that was killed may still be found, and does not answer.
 * @throws {MeshError} when none does.
 */
export function findRunningMesh(dataDirectory: string): RunningMesh {
  const addresses = readAddresses(dataDirectory);
  const secrets = keepSecrets(join(dataDirectory, 'secrets'));
  return {
    databaseUrl: (service) => {
      const password = encodeURIComponent(secrets.databasePassword(service));
      return `postgresql://${service}:${password}@${addresses.postgres}/${service}`;
    },
    paymentsUrl: `http://${addresses['payment-simulator']}`,
    paymentKeyFile: secrets.paymentKeyFile,
  };
}

function readAddresses(dataDirectory: string): Addresses {
  try {
    return JSON.parse(readFileSync(fileOf(dataDirectory), 'utf8')) as Addresses;
  } catch (cause) {
    throw new MeshError(`no bookstore runs on ${dataDirectory}; start it, or set BOOKSTORE_DATA_DIR to its folder`, {
      cause,
    });
  }
}

function fileOf(dataDirectory: string): string {
  return join(dataDirectory, 'addresses.json');
}
