import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@bookstore/postgres';
import { fillInBulk } from '../filling/fill-shop.ts';
import { type BenchShop, clientOf, shopOf, type ShopOptions, startMesh } from './bench-shop.ts';
import { registerBuyers, signInBuyers } from './buyers.ts';
import { readOnce } from './read-once.ts';

// A large shop takes minutes to make, so it is kept from one run to the next: the whole data folder of
// a mesh. Runs leave their few thousand orders in it. Another schema, another generator or another
// size is another folder.

const APPS = join(import.meta.dirname, '../../..');

/** While PostgreSQL is filled in bulk; afterwards the mesh starts it with its own. */
const BULK_SETTINGS = {
  shared_buffers: '1GB',
  vacuum_buffer_usage_limit: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '16GB',
  checkpoint_timeout: '1h',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  jit: 'off',
  max_parallel_maintenance_workers: '2',
};

/** Opens the large shop that is kept in a folder, and makes it first if it is not there. */
export async function openGrownShop(cache: string, options: ShopOptions): Promise<BenchShop> {
  const { size, onProgress } = options;
  const dataDirectory = join(cache, `grown-${size.books}-${size.orders}-${fingerprint(options)}`);
  const marker = join(dataDirectory, 'filled');
  if (!existsSync(marker)) {
    onProgress(`making ${size.books} books and ${size.orders} orders in ${dataDirectory}`);
    await makeGrownShop(dataDirectory, options);
    writeFileSync(marker, '');
  }
  onProgress('reading it once');
  await readOnce(join(dataDirectory, 'postgres/data/base'));
  await using undo = new AsyncDisposableStack();
  const mesh = undo.adopt(await startMesh(dataDirectory, options), (started) => started.stop());
  const shop = await shopOf(mesh, options);
  undo.move();
  return shop;
}

async function makeGrownShop(dataDirectory: string, options: ShopOptions): Promise<void> {
  rmSync(dataDirectory, { recursive: true, force: true });
  mkdirSync(dataDirectory, { recursive: true });
  const buyerIds = await makeEmptyShop(dataDirectory, options);
  const password = readFileSync(join(dataDirectory, 'secrets/superuser-password'), 'utf8');
  const directory = join(dataDirectory, 'postgres');
  const postgres = await EmbeddedPostgres.start({ directory, password, settings: BULK_SETTINGS });
  try {
    const databases = { inventory: postgres.url('inventory'), orders: postgres.url('orders') };
    await fillInBulk({ ...options, buyerIds, databases });
  } finally {
    await postgres.stop();
  }
}

/** A shop with its schema, its staff and its buyers; gives the buyers' ids. */
async function makeEmptyShop(dataDirectory: string, options: ShopOptions): Promise<string[]> {
  const mesh = await startMesh(dataDirectory, options);
  try {
    using client = clientOf(mesh);
    await registerBuyers(client);
    return (await signInBuyers(client)).map(({ userId }) => userId);
  } finally {
    await mesh.stop();
  }
}

/** Of all that a grown shop is made by. */
function fingerprint({ titles }: ShopOptions): string {
  const migrations = globSync(`${APPS}/{users,inventory,orders}/prisma/migrations/*/migration.sql`);
  const generator = globSync(`${import.meta.dirname}/../filling/*.ts`).filter((file) => !file.endsWith('.test.ts'));
  const hash = createHash('sha256').update(JSON.stringify(titles));
  for (const file of [...migrations, ...generator].sort()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
