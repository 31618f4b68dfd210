import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Book, Bookstore, parseMoney } from '@bookstore/client';
import { type EmbeddedMesh, freePort, startEmbeddedMesh, startStorefront, type Storefront } from '@bookstore/mesh';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';

export const STAFF = { email: 'staff@shop.example', password: 'a long enough passphrase' };

/** A book of a shop for tests: its title, its author, and how many copies there are. */
export type ShelfBook = readonly [title: string, author: string, stock: number];

/** A whole bookstore with a web shop, a browser before it, and a member of staff behind it. */
export interface OpenShop extends AsyncDisposable {
  readonly mesh: EmbeddedMesh;
  readonly storefront: Storefront;
  readonly browser: Browser;
  readonly clerk: Bookstore;
}

/** Opens a shop with these books; it ends what it has started when it is disposed of. */
export async function openShop(books: readonly ShelfBook[]): Promise<OpenShop> {
  await using started = new AsyncDisposableStack();
  const folder = started.use(mkdtempDisposableSync(join(tmpdir(), 'bookstore-storefront-')));
  const address = `127.0.0.1:${await freePort('127.0.0.1', 0)}`;
  const settings = {
    orders: { PAYMENT_RETURN_URL: `http://${address}/` },
    // All shoppers of a test come from one computer.
    users: { CREATE_USER_LIMIT_PER_SOURCE: '1000' },
  };
  const mesh = started.adopt(await startEmbeddedMesh({ dataDirectory: folder.path, staff: STAFF, settings }), (it) =>
    it.stop(),
  );
  const storefront = started.adopt(await startStorefront(mesh, { address }), (it) => it.stop());
  const browser = started.adopt(await launchBrowser(), (it) => it.close());
  const clerk = started.use(new Bookstore(mesh.door));
  await clerk.account.signIn(STAFF);
  for (const book of books) await addBook(clerk, book);
  const shop = started.move();
  return { mesh, storefront, browser, clerk, [Symbol.asyncDispose]: () => shop.disposeAsync() };
}

export function addBook(clerk: Bookstore, [title, author, stock]: ShelfBook): Promise<Book> {
  return clerk.books.add({
    ...{ title, authors: [author], subjects: ['Classics'], language: 'en', initialStock: stock },
    ...{ price: parseMoney('12.99', 'USD'), description: `${title}, as it should be read.` },
  });
}
