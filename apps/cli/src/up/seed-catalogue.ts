import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultFormat, openBookList } from '@bookstore/book-lists';
import { Bookstore, type ImportRow } from '@bookstore/client';
import type { Mesh } from '@bookstore/mesh';

const CATALOGUE = join(import.meta.dirname, '../../seed/catalogue.csv');

/**
 * Fills a new shop with a first catalogue, by the front door: signed in as staff, by an import. Done
 * once for a data folder; done again after a crash half-way, it adds what is missing.
 */
export async function seedCatalogue(mesh: Mesh, onProgress: (what: string) => void): Promise<void> {
  const done = join(mesh.dataDirectory, 'seeded');
  if (existsSync(done)) return;
  onProgress('filling the first catalogue');
  const shop = new Bookstore(mesh.addresses);
  await shop.account.signIn(mesh.staff);
  const { added, refusedRows } = await shop.books.import(rows(), { source: 'first-catalogue' });
  await shop.account.signOut();
  if (refusedRows[0]) throw new Error(`line ${refusedRows[0].line} of ${CATALOGUE}: ${refusedRows[0].message}`);
  writeFileSync(done, `${added} books\n`);
}

async function* rows(): AsyncGenerator<ImportRow> {
  const list = await openBookList(createReadStream(CATALOGUE), defaultFormat({}));
  for await (const listed of list.rows) {
    if ('refused' in listed) throw new Error(`line ${listed.refused.line} of ${CATALOGUE}: ${listed.refused.message}`);
    yield listed.row;
  }
}
