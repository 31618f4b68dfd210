import { join } from 'node:path';
import type { ProcessName, ServiceName } from '../mesh.ts';
import type { Secrets } from './secrets.ts';

export type Environment = Readonly<Record<string, string>>;

interface EnvironmentOptions {
  readonly addresses: Readonly<Record<ProcessName, string>>;
  readonly secrets: Secrets;
  readonly databaseUrl: (service: ServiceName) => string;
  readonly dataDirectory: string;
}

/** The settings of each program of the mesh. */
export function environments(options: EnvironmentOptions): Readonly<Record<ProcessName, Environment>> {
  const { addresses, secrets, dataDirectory } = options;
  const service = (name: ServiceName): Environment => ({
    LISTEN_ADDRESS: addresses[name],
    DATABASE_URL: options.databaseUrl(name),
    SERVICE_KEY_FILE: secrets.serviceKeyFile(name),
    TRUSTED_SERVICES_DIR: secrets.publicKeysDirectory,
  });
  return {
    'payment-simulator': {
      LISTEN_ADDRESS: addresses['payment-simulator'],
      LEDGER_FILE: join(dataDirectory, 'payments.jsonl'),
      SECRET_KEY_FILE: secrets.paymentKeyFile,
    },
    users: {
      ...service('users'),
      ORDERS_ADDRESS: addresses.orders,
      MAIL_DIRECTORY: join(dataDirectory, 'mail'),
    },
    inventory: { ...service('inventory'), USERS_ADDRESS: addresses.users },
    orders: {
      ...service('orders'),
      USERS_ADDRESS: addresses.users,
      INVENTORY_ADDRESS: addresses.inventory,
      STRIPE_API_URL: `http://${addresses['payment-simulator']}`,
      STRIPE_SECRET_KEY_FILE: secrets.paymentKeyFile,
    },
  };
}
