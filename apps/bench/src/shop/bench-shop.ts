import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Bookstore, MemoryTokenStore } from '@bookstore/client';
import { type EmbeddedMesh, startEmbeddedMesh } from '@bookstore/mesh';
import { makeBooks } from './catalogue.ts';

/** Somebody who orders, and signs in again and again. */
export interface Buyer {
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
}

/** A bookstore with books and buyers, made for one run. */
export interface BenchShop extends AsyncDisposable {
  readonly mesh: EmbeddedMesh;
  readonly bookIds: readonly string[];
  readonly buyers: readonly Buyer[];
}

const STAFF = { email: 'staff@bench.example', password: 'the staff of the bench' };
const BUYERS = 16;

/** So many logins come from one place that a shop would take them for an attack. */
const UNLIMITED = '1000000';
const USERS_SETTINGS = {
  LOGIN_LIMIT_PER_ACCOUNT_AND_SOURCE: UNLIMITED,
  LOGIN_LIMIT_PER_ACCOUNT: UNLIMITED,
  LOGIN_LIMIT_PER_SOURCE: UNLIMITED,
  CREATE_USER_LIMIT_PER_SOURCE: UNLIMITED,
  // Tokens outlast the run: to renew them is not what is measured.
  ACCESS_TOKEN_TTL_S: '3600',
};

/**
 * Starts a whole mesh and fills it. Its data lies beside the project and not in the system's folder
 * for temporary files: that may be in memory, where a commit costs nothing.
 */
export async function openBenchShop(books: number, onProgress: (what: string) => void): Promise<BenchShop> {
  const parent = join(import.meta.dirname, '../../dist');
  mkdirSync(parent, { recursive: true });
  const dataDirectory = mkdtempSync(join(parent, 'mesh-'));
  await using undo = new AsyncDisposableStack();
  undo.defer(() => rmSync(dataDirectory, { recursive: true, force: true }));
  const mesh = await startEmbeddedMesh({
    dataDirectory,
    staff: STAFF,
    settings: { users: USERS_SETTINGS },
    onProgress,
  });
  undo.defer(() => mesh.stop());
  const { users, inventory, orders } = mesh.addresses;
  using client = new Bookstore({ users, inventory, orders });
  onProgress(`importing ${books} books`);
  const bookIds = await importBooks(client, books);
  onProgress(`registering ${BUYERS} buyers`);
  const buyers = await Promise.all(Array.from({ length: BUYERS }, (_, index) => register(client, index)));
  const all = undo.move();
  return { mesh, bookIds, buyers, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function importBooks(client: Bookstore, count: number): Promise<string[]> {
  await client.account.signIn(STAFF);
  const { added, refusedRows } = await client.books.import(makeBooks(count), { source: 'bench' });
  if (added !== count)
    throw new Error(`${count - added} of ${count} books were not added: ${refusedRows[0]?.message ?? ''}`);
  const ids: string[] = [];
  for await (const { bookId } of client.books.list({ pageSize: 200 })) ids.push(bookId);
  return ids.sort();
}

async function register(client: Bookstore, index: number): Promise<Buyer> {
  const tokens = new MemoryTokenStore();
  const { account } = client.as(tokens);
  const credentials = { email: `buyer-${index}@bench.example`, password: `the password of buyer ${index}` };
  await account.register({ ...credentials, displayName: `Buyer ${index}` });
  await account.signIn(credentials);
  const session = await tokens.load();
  if (session === undefined) throw new Error('a buyer is not signed in');
  return { ...credentials, accessToken: session.accessToken };
}
