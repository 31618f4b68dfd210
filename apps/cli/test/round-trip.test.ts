import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mesh, startEmbeddedMesh } from '@bookstore/mesh';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from './command-line.ts';

const CATALOGUE = join(import.meta.dirname, '../seed/catalogue.csv');
const STAFF = { email: 'staff@shop.example', password: 'a long enough passphrase' };

/** What is hard to write and to read: rows of two sources with the same key, and texts full of signs. */
const HARD = [
  'title,authors,isbn,published_year,subjects,description,price,currency,stock,source,source_key',
  '"A ""quoted"", title",Smith\\; John;C:\\\\,9780306406157,-44,"a;b\\;c","one\ntwo\r\nthree",0.99,EUR,7,acme,1',
  'Yen,,,,,,1500,JPY,0,other,1',
  '=1+2, spaces  within ,,2001,,"tab\tand ; and \\",3,USD,1,acme,2',
  '',
].join('\r\n');

interface Shop {
  readonly mesh: Mesh;
  readonly line: CommandLine;
}

/** A shop of its own, and a command line that is signed in as staff. */
async function openShop(): Promise<Shop> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'bookstore-cli-shop-'));
  const mesh = await startEmbeddedMesh({ dataDirectory, staff: STAFF });
  const line = new CommandLine('');
  const { users, inventory, orders } = mesh.addresses;
  Object.assign(line.environment, { USERS_ADDRESS: users, INVENTORY_ADDRESS: inventory, ORDERS_ADDRESS: orders });
  await line.run(`login --email ${STAFF.email} --password-stdin`, STAFF.password);
  return { mesh, line };
}

describe('a catalogue that is exported and imported again', () => {
  let here: Shop;
  let there: Shop;

  beforeAll(async () => {
    [here, there] = await Promise.all([openShop(), openShop()]);
  }, 120_000);

  afterAll(async () => {
    for (const { mesh, line } of [here, there]) {
      await mesh.stop();
      for (const folder of [mesh.dataDirectory, line.folder]) rmSync(folder, { recursive: true, force: true });
    }
  });

  it('changes nothing in the shop that it is from, and makes the same catalogue in an empty one', async () => {
    const hard = join(here.line.folder, 'hard.csv');
    writeFileSync(hard, HARD);
    expect(await here.line.json(['books', 'import', hard])).toMatchObject({ code: 0, result: { added: 3 } });
    const seeded = await here.line.json(['books', 'import', CATALOGUE, '--source', 'first-catalogue']);
    expect(seeded).toMatchObject({ code: 0, result: { refused: 0 } });
    const books = 3 + (seeded.result as { added: number }).added;

    const file = join(here.line.folder, 'export.csv');
    expect(await here.line.json(['books', 'export', file])).toMatchObject({ code: 0, result: { books } });
    expect(await here.line.json(['books', 'import', file])).toMatchObject({
      code: 0,
      result: { rows: books, unchanged: books },
    });
    expect(await there.line.json(['books', 'import', file])).toMatchObject({
      code: 0,
      result: { rows: books, added: books },
    });

    const copy = join(there.line.folder, 'copy.csv');
    await there.line.run(['books', 'export', copy]);
    const sorted = (path: string) => readFileSync(path, 'utf8').split('\r\n').sort();
    expect(sorted(copy)).toEqual(sorted(file));
    expect(sorted(copy).join('\n')).toContain('C:\\\\');
  }, 120_000);
});
