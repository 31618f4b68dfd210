import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Mesh, MeshError } from '../mesh.ts';
import { keepSecrets } from '../secrets.ts';
import { freeAddressOf } from './address.ts';
import { MeshProcess } from './mesh-process.ts';

const PROGRAM = join(import.meta.dirname, '../../../../apps/storefront/dist/web/server/main.js');

export interface StorefrontOptions {
  /** Where it listens; a free port of 127.0.0.1 by default. */
  readonly address?: string;
  /** Settings beside those that are made here. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told when it ends without having been asked to, and how it is started again at its old address. */
  readonly onUnexpectedExit?: (how: string, restart: () => Promise<void>) => void;
}

/** The web shop of a running bookstore. */
export interface Storefront {
  /** What a browser is to open. */
  readonly origin: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/**
 * Opens the web shop of a running bookstore, as `nx build storefront` has made it, as a child process.
 * @throws {MeshError} one line: it is not built, its port is taken, it ended.
 */
export async function startStorefront(mesh: Mesh, options: StorefrontOptions = {}): Promise<Storefront> {
  if (!existsSync(PROGRAM)) throw new MeshError('the storefront is not built; run: npx nx build storefront');
  const address = await freeAddressOf('STOREFRONT_ADDRESS', options.address ?? '127.0.0.1:0');
  const { users, inventory, orders, caFile } = mesh.door;
  const child = new MeshProcess({
    name: 'storefront',
    entry: PROGRAM,
    environment: {
      LISTEN_ADDRESS: address,
      USERS_ADDRESS: users,
      INVENTORY_ADDRESS: inventory,
      ORDERS_ADDRESS: orders,
      COOKIE_KEY_FILE: keepSecrets(join(mesh.dataDirectory, 'secrets')).cookieKeyFile,
      ...(caFile !== undefined && { BOOKSTORE_CA_FILE: caFile }),
      TRIAL_MAIL_DIRECTORY: join(mesh.dataDirectory, 'mail'),
      ...options.settings,
    },
    logFile: join(mesh.dataDirectory, 'logs', 'storefront.log'),
    onUnexpectedExit: (how) => options.onUnexpectedExit?.(how, () => child.start()),
  });
  await child.start();
  return {
    origin: `http://${address}`,
    get pid() {
      return child.pid;
    },
    stop: () => child.stop(),
  };
}
