import { describe, expect, it } from 'vitest';
import { type ListedRow, openBookList } from './book-list.ts';
import { CsvFault } from './csv-fault.ts';
import { defaultFormat } from './default-format.ts';
import { goodbooksFormat } from './goodbooks-format.ts';

const HEADER = 'title,authors,isbn,price,currency,stock';
const DEFAULT = defaultFormat({});
const GOODBOOKS = goodbooksFormat({ price: { currencyCode: 'USD', minorUnits: 1299n }, stock: 100 });

/** The bytes in pieces of a few, so that every border falls within one. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) {
    await Promise.resolve();
    yield bytes.subarray(start, start + size);
  }
}

/** Everything that can be read of a list, and what ends it. */
async function readAll(content: string | Buffer, { format = DEFAULT, size = 7 } = {}) {
  const rows: ListedRow[] = [];
  try {
    const list = await openBookList(inPieces(Buffer.from(content), size), format);
    for await (const row of list.rows) rows.push(row);
  } catch (error) {
    if (error instanceof CsvFault)
      return { rows, fault: { line: error.line, column: error.column, problem: error.problem } };
    throw error;
  }
  return { rows, fault: undefined };
}

const lineAndTitle = (listed: ListedRow) =>
  'row' in listed ? [listed.row.line, listed.row.book.title] : [listed.refused.line, listed.refused.field];

describe('a list in the default format', () => {
  it('is read with its columns in any order, whatever the pieces it comes in', async () => {
    const content =
      'stock,title,authors,isbn,publisher,published_year,language,subjects,description,price,currency,source_key\r\n' +
      '3,"Émile, or ""On Education""",Rousseau; Jean-Jacques ;,9780465019311,Basic,1762,en,Education;Philosophy,"Two\r\nlines",12.9,EUR,k1\r\n';
    for (const size of [1, 2, 3, 1000]) {
      expect(await readAll(content, { size })).toEqual({
        fault: undefined,
        rows: [
          {
            row: {
              line: 2,
              book: {
                title: 'Émile, or "On Education"',
                authors: ['Rousseau', 'Jean-Jacques'],
                isbn: '9780465019311',
                publisher: 'Basic',
                publishedYear: 1762,
                language: 'en',
                subjects: ['Education', 'Philosophy'],
                description: 'Two\r\nlines',
                price: { currencyCode: 'EUR', minorUnits: 1290n },
                sourceKey: 'k1',
              },
              initialStock: 3,
            },
          },
        ],
      });
    }
  });

  it('names the line that each row begins on, over empty lines, quoted line ends and a byte order mark', async () => {
    const content = `\uFEFF${HEADER}\n\n"A\n\nB",x,,1,EUR,1\r\n\r\n"C\r\nD",x,,1,EUR,1\nE,x,,1,EUR,1`;
    const { rows, fault } = await readAll(content);
    expect(fault).toBeUndefined();
    expect(rows.map(lineAndTitle)).toEqual([
      [3, 'A\n\nB'],
      [7, 'C\r\nD'],
      [9, 'E'],
    ]);
  });

  it('takes price, currency and stock from the options where a row, or the file, has none', async () => {
    const format = defaultFormat({ price: '5.00', currency: 'EUR', stock: 9 });
    const { rows } = await readAll('title,price\nA,7\nB,\n', { format });
    expect(
      rows.map((listed) => 'row' in listed && [listed.row.book.price.minorUnits, listed.row.initialStock]),
    ).toEqual([
      [700n, 9],
      [500n, 9],
    ]);
  });

  it('refuses alone a row with a cell that is no price, no stock or no year', async () => {
    const content = `${HEADER},published_year\nA,x,,free,EUR,1,\nB,x,,1,EUR,many,\nC,x,,1,EUR,1,MCMXCIX\nD,x,,1,EURO,1,\nE,x,,1,EUR,1,-720\n`;
    const { rows, fault } = await readAll(content);
    expect(fault).toBeUndefined();
    expect(rows.map(lineAndTitle)).toEqual([
      [2, 'book.price'],
      [3, 'initial_stock'],
      [4, 'book.published_year'],
      [5, 'book.price'],
      [6, 'E'],
    ]);
  });

  it.each([
    ['title,isbn,price,currency\nA,,1,EUR\n', 1, 'column "stock"', 'missing', []],
    ['', 1, 'column "title"', 'missing', []],
    ['title;stock\nA;1\n', 1, 'character 1', 'separated by semicolons', []],
    ['title\tstock\nA\t1\n', 1, 'character 1', 'separated by tabs', []],
    [`${HEADER},title\n`, 1, 'column "title"', 'twice', []],
    [`${HEADER}\nA,x,,1,EUR,1\nB,x,,1,EUR\n`, 3, 'column "stock"', '5 columns', [[2, 'A']]],
    [`${HEADER}\nA,x,,1,EUR,1\nB,x,y,,1,EUR,1\n`, 3, 'column 7', '7 columns', [[2, 'A']]],
    [`${HEADER}\nA,x,,1,EUR,1\nB,"x,,1,EUR,1\nC,x,,1,EUR,1\n`, 3, 'column "authors"', 'never closed', [[2, 'A']]],
    [`${HEADER}\nA,x,,1,EUR,1\nB,"x" y,,1,EUR,1\n`, 3, 'column "authors"', 'closing quote', [[2, 'A']]],
    [`${HEADER}\nA,x,,1,EUR,1\nB,x"y",,1,EUR,1\n`, 3, 'column "authors"', 'in the middle', [[2, 'A']]],
  ])('%j ends at line %i, %s', async (content, line, column, problem, before) => {
    for (const size of [1, 5, 1000]) {
      const { rows, fault } = await readAll(content, { size });
      expect(fault).toMatchObject({ line, column });
      expect(fault?.problem).toContain(problem);
      expect(rows.map(lineAndTitle)).toEqual(before);
    }
  });

  it('that is not UTF-8 ends at the line and character where it is not', async () => {
    const content = Buffer.concat([
      Buffer.from(`${HEADER}\nA,x,,1,EUR,1\nÉ`),
      Buffer.from([0xe9]),
      Buffer.from(',x,,1,EUR,1\nC,x,,1,EUR,1\n'),
    ]);
    for (const size of [1, 4, 1000]) {
      const { rows, fault } = await readAll(content, { size });
      expect(fault).toMatchObject({ line: 3, column: 'character 2' });
      expect(fault?.problem).toContain('not UTF-8');
      expect(rows.map(lineAndTitle)).toEqual([[2, 'A']]);
    }
  });

  it('that is UTF-16 says so at once', async () => {
    const { fault } = await readAll(Buffer.from(`\uFEFF${HEADER}\n`, 'utf16le'));
    expect(fault).toMatchObject({ line: 1, column: 'character 1' });
  });

  it('refuses alone a row with a NUL, which would keep the others out', async () => {
    const { rows, fault } = await readAll(`${HEADER}\nA\0,x,,1,EUR,1\nB,x,,1,EUR,1\n`);
    expect(fault).toBeUndefined();
    expect(rows.map(lineAndTitle)).toEqual([
      [2, 'title'],
      [3, 'B'],
    ]);
  });

  // Where columns are searched for, one by one, it takes twenty seconds.
  it('may have a hundred thousand columns', { timeout: 10_000 }, async () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `c${index}`).join(',');
    const content = `${names},${HEADER}\n${','.repeat(100_000)}A,x,,1,EUR,1\n`;
    const { rows } = await readAll(content, { size: 65_536 });
    expect(rows.map(lineAndTitle)).toEqual([[2, 'A']]);
  });

  it('is not repeated as a whole by what is said of it', async () => {
    const long = 'z'.repeat(500_000);
    const { rows } = await readAll(`${HEADER}\nA,x,,1,EUR,${long}\nB,x,,${long},EUR,1\n`, { size: 65_536 });
    const told = rows.map((listed) => ('refused' in listed ? listed.refused.message.length : undefined));
    expect(told.every((length) => length !== undefined && length < 1_000)).toBe(true);
    const { fault } = await readAll(`${HEADER},${long}\nA,x,,1,EUR,1\n`, { size: 65_536 });
    expect(fault?.column.length).toBeLessThan(200);
  });

  it('that is one endless line is given up', async () => {
    const { fault } = await readAll(Buffer.alloc(3 * 1024 * 1024, 'x'), { size: 65_536 });
    expect(fault).toMatchObject({ line: 1, problem: 'the line is longer than 1048576 bytes' });
  });
});

describe('a list in the goodbooks format', () => {
  const HEAD = 'book_id,isbn,isbn13,authors,original_publication_year,title,language_code';
  const read = async (row: string) => {
    const [listed] = (await readAll(`${HEAD}\n${row}\n`, { format: GOODBOOKS })).rows;
    if (!listed || !('row' in listed)) throw new Error('it was refused');
    return listed.row.book;
  };

  it('gets back the zeros that an ISBN lost, also before an X', async () => {
    expect(await read('1,439023483,9.78043902348e+12,Suzanne Collins,2008.0,The Hunger Games,eng')).toEqual({
      title: 'The Hunger Games',
      authors: ['Suzanne Collins'],
      isbn: '0439023483',
      publishedYear: 2008,
      language: 'en',
      price: { currencyCode: 'USD', minorUnits: 1299n },
      sourceKey: '1',
    });
    expect((await read('1,78948045X,,A,,T,')).isbn).toBe('078948045X');
    expect((await read('1,7203116,,A,,T,')).isbn).toBe('0007203116');
  });

  it('never trusts an ISBN-13, and a row without ISBN is a book all the same', async () => {
    expect(await read('1,,9.78067172365e+12,A,,T,')).toMatchObject({ title: 'T', isbn: '' });
    expect(await read('1,,9780439023481,A,,T,')).toMatchObject({ isbn: '' });
  });

  it('has years that are decimals, empty, or before the common era', async () => {
    expect((await read('1,,,A,-720.0,T,')).publishedYear).toBe(-720);
    expect((await read('1,,,A,8.0,T,')).publishedYear).toBe(8);
    expect((await read('1,,,A,,T,')).publishedYear).toBeUndefined();
  });

  it('has languages as librarians write them; what is none is left out', async () => {
    const languages = { eng: 'en', 'en-US': 'en-US', fre: 'fr', per: 'fa', fil: 'fil', xyzzy: '', '--': '', '': '' };
    for (const [code, tag] of Object.entries(languages)) expect((await read(`1,,,A,,T,${code}`)).language).toBe(tag);
  });

  it('has several authors in one cell, with spaces doubled', async () => {
    const { authors, title } = await read(
      '1,,,"William Shakespeare, Robert           Jackson, William Shakespeare",,"Oedipus Rex  (#1) ",',
    );
    expect(authors).toEqual(['William Shakespeare', 'Robert Jackson']);
    expect(title).toBe('Oedipus Rex (#1)');
  });
});
