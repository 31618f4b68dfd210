import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aBook, aMoney, type Handlers, refusal } from '@bookstore/client/testing';
import { describe, expect, it } from 'vitest';
import { commandLineWith } from './command-line.ts';

const HEADER =
  'title,authors,isbn,publisher,published_year,language,subjects,description,price,currency,stock,source,source_key';

const BOOKS = [
  aBook({ title: 'Émile, or "On Education"', authors: ['Rousseau; Jean-Jacques', 'A\\B'], description: 'Two\nlines' }),
  aBook({
    ...{ title: '', authors: [], isbn: '', publisher: '', language: '', subjects: [], description: '' },
    ...{ price: { currencyCode: 'JPY', minorUnits: 5n }, source: 'acme', sourceKey: 'k1' },
  }),
  aBook({ title: 'Dear', isbn: '', price: aMoney(900_719_925_474_099_301n) }),
];

/** A shop that gives a page for each of these. */
function givingOut(pages: readonly (typeof BOOKS)[], beforePage: (page: number) => unknown = () => undefined) {
  const listBooks: NonNullable<Handlers['inventory']>['listBooks'] = async ({ pageToken }) => {
    const page = Number(pageToken);
    await beforePage(page);
    return { books: pages[page] ?? [], nextPageToken: page + 1 < pages.length ? String(page + 1) : '' };
  };
  return { inventory: { listBooks } };
}

describe('an export', () => {
  it('has every column, with quotes where RFC 4180 wants them, and exact amounts', async () => {
    const { line, standIn } = await commandLineWith(givingOut([BOOKS.slice(0, 2), BOOKS.slice(2)]));
    const { code, stdout, stderr } = await line.run('books export --author Homer --in-stock');
    expect(code).toBe(0);
    expect(stdout.split('\r\n')).toEqual([
      HEADER,
      '"Émile, or ""On Education""",Rousseau\\; Jean-Jacques; A\\\\B,9780140449136,Penguin,-720,en,Epic poetry,"Two\nlines",12.99,EUR,10,,',
      ',,,,-720,,,,5,JPY,10,acme,k1',
      'Dear,Homer,,Penguin,-720,en,Epic poetry,"Sing to me of the man, Muse.",9007199254740993.01,EUR,10,,',
      '',
    ]);
    expect(stderr).toBe('1 book without ISBN and source key: an import would refuse such rows\n');
    expect(standIn.calls('ListBooks')[0]?.request).toMatchObject({ filter: { author: 'Homer', inStock: true } });
  });

  it('of no book is a list all the same', async () => {
    const { line } = await commandLineWith(givingOut([[]]));
    expect(await line.run('books export -')).toEqual({ code: 0, stdout: `${HEADER}\r\n`, stderr: '' });
  });

  it('takes the place and the mode of the file that was there, and says how much it is', async () => {
    const { line } = await commandLineWith(givingOut([BOOKS]));
    const file = join(line.folder, 'list.csv');
    writeFileSync(file, 'what was there');
    chmodSync(file, 0o640);
    const { code, result } = await line.json(['books', 'export', file]);
    expect({ code, result }).toEqual({ code: 0, result: { file, books: 3, unrecognizable: 1 } });
    expect(readFileSync(file, 'utf8')).toContain('Émile');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it('that fails in the middle leaves what was there, and nothing beside it', async () => {
    const failing = givingOut([BOOKS, BOOKS], (page) => {
      if (page === 1) throw refusal('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', 'database cannot be reached now');
    });
    const { line } = await commandLineWith(failing);
    const folder = join(line.folder, 'lists');
    mkdirSync(folder);
    const file = join(folder, 'list.csv');
    writeFileSync(file, 'what was there');
    expect(await line.json(['books', 'export', file])).toMatchObject({ code: 6 });
    expect(readdirSync(folder)).toEqual(['list.csv']);
    expect(readFileSync(file, 'utf8')).toBe('what was there');
  });

  it('that is interrupted leaves nothing half-written', async () => {
    const never = new Promise<void>(() => undefined);
    const { line, standIn } = await commandLineWith(givingOut([BOOKS, BOOKS], (page) => (page === 1 ? never : 0)));
    const folder = join(line.folder, 'lists');
    mkdirSync(folder);
    const { child, ended } = line.start(['books', 'export', join(folder, 'list.csv')]);
    await expect.poll(() => standIn.calls('ListBooks').length).toBe(2);
    expect(readdirSync(folder)).toHaveLength(1);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('nothing was written') as string });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names a place where it cannot write', async () => {
    const { line } = await commandLineWith(givingOut([BOOKS]));
    expect(await line.run(['books', 'export', line.folder])).toMatchObject({
      code: 2,
      stderr: `bookstore: ${line.folder} is a folder; name a file in it\n`,
    });
    const nowhere = join(line.folder, 'no', 'list.csv');
    const { code, stderr } = await line.run(['books', 'export', nowhere]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^bookstore: \S+list\.csv cannot be written: no such file or directory$/m);
    expect(existsSync(nowhere)).toBe(false);
  });
});
