import { join } from 'node:path';
import type { ProcessName, ServiceName } from '../mesh.ts';
import type { Secrets } from '../secrets.ts';

export type Environment = Readonly<Record<string, string>>;

interface EnvironmentOptions {
  /** Where each listens, as host:port. */
  readonly addresses: Readonly<Record<ProcessName, string>>;
  /** host:port by which one calls another. */
  readonly reach: (from: ProcessName, to: ProcessName | 'postgres') => string;
  /** Where orders listens for webhooks, as host:port. */
  readonly webhookAddress: string;
  readonly secrets: Secrets;
  /** Its host:port gives way to what `reach` says. */
  readonly databaseUrl: (service: ServiceName) => string;
  readonly dataDirectory: string;
}

/** The settings of each program of the mesh. */
export function environments(options: EnvironmentOptions): Readonly<Record<ProcessName, Environment>> {
  const { addresses, reach, webhookAddress, secrets, dataDirectory } = options;
  const service = (name: ServiceName): Environment => ({
    LISTEN_ADDRESS: addresses[name],
    DATABASE_URL: at(reach(name, 'postgres'), options.databaseUrl(name)),
    SERVICE_KEY_FILE: secrets.serviceKeyFile(name),
    TRUSTED_SERVICES_DIR: secrets.publicKeysDirectory,
  });
  return {
    'payment-simulator': {
      // It keeps all payments in memory, and may have what Node gives it.
      NODE_OPTIONS: '',
      LISTEN_ADDRESS: addresses['payment-simulator'],
      LEDGER_FILE: join(dataDirectory, 'payments.jsonl'),
      SECRET_KEY_FILE: secrets.paymentKeyFile,
      WEBHOOK_URL: `http://${reach('payment-simulator', 'orders')}/webhooks/stripe`,
      WEBHOOK_SECRET_FILE: secrets.webhookSecretFile,
    },
    users: {
      ...service('users'),
      ORDERS_ADDRESS: reach('users', 'orders'),
      MAIL_DIRECTORY: join(dataDirectory, 'mail'),
    },
    inventory: { ...service('inventory'), USERS_ADDRESS: reach('inventory', 'users') },
    orders: {
      ...service('orders'),
      USERS_ADDRESS: reach('orders', 'users'),
      INVENTORY_ADDRESS: reach('orders', 'inventory'),
      STRIPE_API_URL: `http://${reach('orders', 'payment-simulator')}`,
      STRIPE_SECRET_KEY_FILE: secrets.paymentKeyFile,
      WEBHOOK_LISTEN_ADDRESS: webhookAddress,
      STRIPE_WEBHOOK_SECRET_FILE: secrets.webhookSecretFile,
    },
  };
}

function at(address: string, url: string): string {
  const moved = new URL(url);
  moved.host = address;
  return moved.href;
}
