import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Bookstore } from '@bookstore/client';
import { type EmbeddedMesh, startEmbeddedMesh } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import { fillRunningShop } from '../filling/fill-shop.ts';
import type { ShopSize } from '../filling/shop-size.ts';
import { type Buyer, registerBuyers, signIn, signInBuyers } from './buyers.ts';
import { Popularity } from './popularity.ts';
import type { Title } from './title.ts';

/** A bookstore with books, buyers and orders. */
export interface BenchShop extends AsyncDisposable {
  readonly mesh: EmbeddedMesh;
  readonly size: ShopSize;
  readonly titles: readonly Title[];
  readonly popularity: Popularity;
  readonly buyers: readonly Buyer[];
  readonly staff: Buyer;
}

/** Settings of services, by their names. */
export type Settings = NonNullable<Parameters<typeof startEmbeddedMesh>[0]['settings']>;

export interface ShopOptions {
  readonly size: ShopSize;
  readonly titles: readonly Title[];
  readonly settings: Settings;
  readonly onProgress: (what: string) => void;
}

export const STAFF = { email: 'staff@bench.example', password: 'the staff of the bench' };

/**
 * Starts a whole mesh and fills it; all of it is gone afterwards. Its data lies beside the project and
 * not in the system's folder for temporary files: that may be in memory, where a commit costs nothing.
 */
export async function openNewShop(options: ShopOptions): Promise<BenchShop> {
  const { size, titles, onProgress } = options;
  const dataDirectory = newFolder();
  await using undo = new AsyncDisposableStack();
  undo.defer(() => rmSync(dataDirectory, { recursive: true, force: true }));
  const mesh = await startMesh(dataDirectory, options);
  undo.defer(() => mesh.stop());
  using client = clientOf(mesh);
  await registerBuyers(client);
  onProgress(`making ${size.books} books and ${size.orders} orders`);
  const shop = await shopOf(mesh, options);
  const databases = { inventory: mesh.databaseUrl('inventory'), orders: mesh.databaseUrl('orders') };
  await fillRunningShop({ size, titles, buyerIds: shop.buyers.map(({ userId }) => userId), databases, onProgress });
  for (const url of Object.values(databases)) await analyze(url);
  const all = undo.move();
  return { ...shop, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Starts the mesh of a folder. */
export function startMesh(dataDirectory: string, { settings, onProgress }: ShopOptions): Promise<EmbeddedMesh> {
  return startEmbeddedMesh({ dataDirectory, staff: STAFF, settings, onProgress, bundled: true });
}

/** What is to be known of a shop that runs and has its buyers; who disposes of it, stops its mesh. */
export async function shopOf(mesh: EmbeddedMesh, { size, titles }: ShopOptions): Promise<BenchShop> {
  using client = clientOf(mesh);
  const ratings = titles.map((title) => title.ratings);
  return {
    ...{ mesh, size, titles },
    popularity: new Popularity(size.books, ratings),
    buyers: await signInBuyers(client),
    staff: await signIn(client, STAFF),
    [Symbol.asyncDispose]: () => mesh.stop(),
  };
}

export function clientOf({ door }: EmbeddedMesh): Bookstore {
  return new Bookstore(door);
}

function newFolder(): string {
  const parent = join(import.meta.dirname, '../../dist');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'mesh-'));
}

/** Statistics of a table that was empty a moment ago make PostgreSQL choose as for an empty one. */
async function analyze(databaseUrl: string): Promise<void> {
  await withConnection(databaseUrl, (client) => client.query('VACUUM ANALYZE'));
}
