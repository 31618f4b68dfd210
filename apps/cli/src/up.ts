import { join } from 'node:path';
import {
  type EmbeddedMesh,
  PROCESS_NAMES,
  type ProcessName,
  startEmbeddedMesh,
  startStorefront,
  type Storefront,
} from '@bookstore/mesh';
import { dataDirectoryOf } from './data-directory.ts';
import { Restarts } from './up/restarts.ts';
import { seedCatalogue } from './up/seed-catalogue.ts';

/** What `up` reads from the environment. */
interface UpSettings {
  readonly dataDirectory: string;
  readonly addresses: Readonly<Record<ProcessName, string>>;
  readonly storefrontAddress: string;
  readonly staffEmail: string;
  readonly staffPassword: string | undefined;
}

/** Runs the whole bookstore until it is told to stop; see `bookstore up --help`. */
export async function up(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const settings = readSettings(environment);
  const restarts = new Restarts(say);
  const stopping = new AbortController();
  let mesh: EmbeddedMesh | undefined;
  let storefront: Storefront | undefined;
  const stopAll = async () => {
    await storefront?.stop();
    await mesh?.stop();
  };
  const stop = () => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    say('stopping');
    if (mesh) void stopAll().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  try {
    mesh = await startEmbeddedMesh({
      dataDirectory: settings.dataDirectory,
      addresses: settings.addresses,
      // Where buyers come back to from their bank.
      settings: { orders: { PAYMENT_RETURN_URL: `http://${settings.storefrontAddress}/` } },
      staff: { email: settings.staffEmail, password: settings.staffPassword },
      onProgress: say,
      onUnexpectedExit: (name, how) => {
        const running = mesh;
        if (running && !stopping.signal.aborted) void restarts.restart(name, how, () => running.restart(name));
      },
    });
    await seedCatalogue(mesh, say);
    if (!stopping.signal.aborted) {
      say('opening the storefront');
      storefront = await startStorefront(mesh, {
        address: settings.storefrontAddress,
        onUnexpectedExit: (how, restart) => {
          if (!stopping.signal.aborted) void restarts.restart('storefront', how, restart);
        },
      });
    }
    if (storefront && !stopping.signal.aborted) announce(mesh, storefront, settings);
    else await stopAll().then(() => process.exit(0));
  } catch (error) {
    await stopAll();
    if (stopping.signal.aborted) process.exit(0);
    fail(error);
  }
}

function readSettings(environment: Readonly<Record<string, string | undefined>>): UpSettings {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const given = (name: string, byDefault: string) => set[name] ?? byDefault;
  return {
    dataDirectory: dataDirectoryOf(environment),
    addresses: {
      users: given('USERS_ADDRESS', '127.0.0.1:50051'),
      inventory: given('INVENTORY_ADDRESS', '127.0.0.1:50052'),
      orders: given('ORDERS_ADDRESS', '127.0.0.1:50053'),
      'payment-simulator': given('PAYMENT_SIMULATOR_ADDRESS', '127.0.0.1:50054'),
    },
    storefrontAddress: given('STOREFRONT_ADDRESS', '127.0.0.1:3000'),
    staffEmail: given('BOOKSTORE_ADMIN_EMAIL', 'admin@bookstore.example'),
    staffPassword: set['BOOKSTORE_ADMIN_PASSWORD'],
  };
}

function announce(mesh: EmbeddedMesh, storefront: Storefront, { staffPassword }: UpSettings): void {
  const pids = mesh.pids();
  const lines = PROCESS_NAMES.map((name) => `  ${name.padEnd(18)}${mesh.addresses[name]} (process ${pids[name]})`);
  lines.push(`  ${'storefront'.padEnd(18)}${storefront.origin} (process ${storefront.pid})`);
  const kept = join(mesh.dataDirectory, 'secrets', 'staff-password');
  process.stdout.write(`
${lines.join('\n')}
  ${'data'.padEnd(18)}${mesh.dataDirectory} (databases, logs, mail)
  ${'staff'.padEnd(18)}${mesh.staff.email}, password in ${staffPassword === undefined ? kept : 'BOOKSTORE_ADMIN_PASSWORD'}

  In a browser: ${storefront.origin}
  In another terminal:
    npm run -s bookstore -- books search odyssey
    npm run -s bookstore -- --help

bookstore is ready
`);
}

function say(what: string): void {
  process.stdout.write(`bookstore: ${what}\n`);
}

function fail(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`bookstore: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exit(1);
}
