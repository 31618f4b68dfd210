import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Handlers, refusal } from '@bookstore/client/testing';
import { describe, expect, it, vi } from 'vitest';
import { type CommandLine, commandLineAlone, commandLineWith } from './command-line.ts';

const HEADER = 'title,authors,isbn,price,currency,stock,source_key';
const REAL = join(import.meta.dirname, '../../../../shared/data/goodbooks-10k/books.csv');

/** A list of so many books with which nothing is wrong. */
function listOf(length: number): string {
  return [HEADER, ...Array.from({ length }, (_, index) => `Title ${index},x,,1,EUR,1,k${index}`), ''].join('\n');
}

/** The real file's first rows, some with every kind of dirt in it, where the real file is not. */
const SAMPLE = `book_id,isbn,isbn13,authors,original_publication_year,title,language_code
1,439023483,9.78043902348e+12,Suzanne Collins,2008.0,"The Hunger Games (The Hunger Games, #1)",eng
79,143039954,9.78014303995e+12,"Homer, Robert Fagles",-720.0,The Odyssey,eng
260,,9.78067172365e+12,Dale Carnegie,1936.0,How to Win Friends and Influence People,eng
916,812971060,9.78081297106e+12,Azar Nafisi,2003.0,Reading Lolita in Tehran,eng
5268,078948045X,6.35517080452e+11,"Somebody Else",,"A Title  with spaces",fre
`;

interface Row {
  readonly line: bigint;
  readonly book: { readonly title: string; readonly isbn: string; readonly sourceKey: string } | undefined;
}

/** A shop that takes everything in; what happens before each of its answers is told how many calls there were. */
function counting(beforeAnswer: (calls: number) => unknown) {
  const state = { calls: 0 };
  const inventory: Handlers['inventory'] = {
    importBooks: async (messages) => {
      state.calls += 1;
      let rows = 0;
      for await (const { part } of messages) if (part?.$case === 'batch') rows += part.value.rows.length;
      await beforeAnswer(state.calls);
      return { added: BigInt(rows) };
    },
  };
  return { inventory, state };
}

/** A shop that takes everything in but what its judge finds wrong, and remembers it. */
function takingIn(judge: (row: Row) => string | undefined = () => undefined) {
  const rows: Row[] = [];
  const state = { source: '', rows };
  const inventory: Handlers['inventory'] = {
    importBooks: async (messages) => {
      const before = rows.length;
      const refusedRows: { line: bigint; reason: string; field: string; message: string }[] = [];
      for await (const { part } of messages) {
        if (part?.$case === 'header') state.source = part.value.source;
        if (part?.$case !== 'batch') continue;
        for (const row of part.value.rows as Row[]) {
          const reason = judge(row);
          if (reason === undefined) rows.push(row);
          else refusedRows.push({ line: row.line, reason, field: 'book.isbn', message: `not ${row.book?.isbn ?? ''}` });
        }
      }
      return { added: BigInt(rows.length - before), refused: BigInt(refusedRows.length), refusedRows };
    },
  };
  return { inventory, state };
}

function write(line: CommandLine, content: string | Buffer, name = 'list.csv'): string {
  const file = join(line.folder, name);
  writeFileSync(file, content);
  return file;
}

/** ISBN-10 and ISBN-13 by their sums (ISO 2108). */
function fits(isbn: string): boolean {
  const digits = Array.from(isbn, (digit) => (digit === 'X' ? 10 : Number(digit)));
  return isbn === '' || digits.reduce((sum, digit, index) => sum + digit * (10 - index), 0) % 11 === 0;
}

describe('an import', () => {
  it('takes a list in, and names the rows that are refused by their lines, whoever refused them', async () => {
    const { inventory, state } = takingIn(({ book }) => (book?.isbn === '1' ? 'INVALID_ISBN' : undefined));
    const { line } = await commandLineWith({ inventory });
    const file = write(
      line,
      `${HEADER}\nA,x;y,9780140449136,12.99,EUR,3,a\nB,x,1,1,EUR,1,b\nC,x,,free,EUR,1,c\nD,x,,2,EUR,1,d\n`,
    );
    const { code, result, failure } = await line.json(['books', 'import', file]);
    expect({ code, failure }).toEqual({ code: 0, failure: undefined });
    expect(result).toMatchObject({
      source: 'list',
      rows: 4,
      added: 2,
      updated: 0,
      unchanged: 0,
      refused: 2,
      refusedRows: [
        { line: 3, reason: 'INVALID_ISBN', field: 'book.isbn', message: 'not 1' },
        { line: 4, reason: 'INVALID_FIELD', field: 'book.price' },
      ],
      interrupted: false,
    });
    expect(state.rows.map(({ line: at, book }) => [at, book?.title])).toEqual([
      [2n, 'A'],
      [5n, 'D'],
    ]);
    const { stdout } = await line.run(['books', 'import', file, '--source', 'acme']);
    expect(stdout).toMatch(
      /^\d+ added, 0 updated, 0 unchanged, 2 refused \(\d+ rows in .* a second\)\n\nRefused:\nLine +Reason +Why\n/,
    );
    expect(stdout).toMatch(/\n +3 +INVALID_ISBN +not 1\n +4 +INVALID_FIELD +"free" is no amount of EUR/);
    expect(state.source).toBe('acme');
  });

  it.each([
    ['a broken quote', `${HEADER}\nA,x,,1,EUR,1,a\nB,"x,,1,EUR,1,b\nC,x,,1,EUR,1,c\n`, 3, 'column "authors"', 1],
    [
      'a wrong encoding',
      Buffer.from(`${HEADER}\nA,x,,1,EUR,1,a\nB\u00E9,x,,1,EUR,1,b\n`, 'latin1'),
      3,
      'character 2',
      1,
    ],
    ['a missing cell', `${HEADER}\nA,x,,1,EUR,1,a\nB,x,,1,EUR\n`, 3, 'column "stock"', 1],
    ['a missing column', 'title,price,currency\nA,1,EUR\n', 1, 'column "stock"', 0],
  ])(
    'of a list with %s keeps and reports what stands before it, and says where it is',
    async (_what, content, at, column, kept) => {
      const { inventory, state } = takingIn();
      const { line } = await commandLineWith({ inventory });
      const file = write(line, content);
      const { code, result, failure } = await line.json(['books', 'import', file]);
      expect(code).toBe(3);
      expect(failure).toMatchObject({ error: { reason: 'CSV_INVALID', line: at, column, exitCode: 3 } });
      expect(state.rows).toHaveLength(kept);
      if (kept > 0) expect(result).toMatchObject({ added: kept, fault: { line: at, column } });
      const { stderr } = await line.run(['books', 'import', file]);
      expect(stderr).toMatch(new RegExp(`^bookstore: line ${at}, ${column}: [^\n]*; mend it there[^\n]*\n$`));
    },
  );

  it('takes the options for what a file has not, and says which columns it did not look at', async () => {
    const { inventory, state } = takingIn();
    const { line } = await commandLineWith({ inventory });
    const file = write(line, 'title,price,colour\nA,7,red\nB,,blue\n');
    const { code, stderr } = await line.run([
      'books',
      'import',
      file,
      '--price',
      '5',
      '--currency',
      'EUR',
      '--stock',
      '2',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'ignored columns: colour\n' });
    expect(state.rows).toMatchObject([
      { book: { price: { currencyCode: 'EUR', minorUnits: 700n } }, initialStock: 2n },
      { book: { price: { minorUnits: 500n } } },
    ]);
  });

  it('sends each row as of the source that it names, so that keys of two lists are kept apart', async () => {
    const sources: [source: string, titles: (string | undefined)[]][] = [];
    const inventory: Handlers['inventory'] = {
      importBooks: async (messages) => {
        for await (const { part } of messages) {
          if (part?.$case === 'header') sources.push([part.value.source, []]);
          if (part?.$case === 'batch') sources.at(-1)?.[1].push(...part.value.rows.map(({ book }) => book?.title));
        }
        return { added: BigInt(sources.at(-1)?.[1].length ?? 0) };
      },
    };
    const { line } = await commandLineWith({ inventory });
    const row = (title: string, source: string) => `${title},1,EUR,1,${source},k`;
    const rows = [row('A', 'acme'), row('B', ''), row('C', 'acme'), row('D', 'list')];
    const file = write(line, ['title,price,currency,stock,source,source_key', ...rows].join('\n'));
    expect(await line.json(['books', 'import', file])).toMatchObject({ code: 0, result: { rows: 4, added: 4 } });
    expect(sources).toEqual([
      ['acme', ['A', 'C']],
      ['list', ['B', 'D']],
    ]);
  });

  it.each([
    [['books', 'import', '/nowhere/list.csv'], 'cannot be read'],
    [['books', 'import', '/tmp'], 'is no file'],
    [['books', 'import', 'x.csv', '--format', 'goodbooks', '--price', '1'], 'needs --price, --currency and --stock'],
    [['books', 'import', 'x.csv', '--format', 'excel'], 'Allowed choices are default, goodbooks'],
  ])('%j is refused before anything is sent', async (args, message) => {
    const { code, stderr } = await commandLineAlone().run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('of a shop that fails in the middle reports what is in, how far it came, and that it can be repeated', async () => {
    const { inventory } = counting((calls) => {
      if (calls > 3) throw refusal('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', 'database cannot be reached now');
    });
    const { line } = await commandLineWith({ inventory });
    const file = write(line, listOf(10_000));
    const { code, result, failure } = await line.json(['books', 'import', file]);
    expect(code).toBe(6);
    expect(result).toMatchObject({ rows: 3_000, added: 3_000, interrupted: false });
    expect(failure).toMatchObject({ error: { reason: 'DEPENDENCY_UNAVAILABLE', lastLine: 3_001 } });
    expect((failure as { error: { hint: string } }).error.hint).toContain('with --resume goes on');
  });

  it('that is interrupted reports what went in, and ends with 130', async () => {
    const { inventory, state } = counting(() => sleep(100));
    const { line } = await commandLineWith({ inventory });
    const { child, ended } = line.start(['books', 'import', write(line, listOf(200_000)), '--json']);
    await vi.waitFor(() => expect(state.calls).toBeGreaterThan(2), { timeout: 15_000 });
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    const { added, interrupted } = JSON.parse(stdout) as { interrupted: boolean; added: number };
    expect(interrupted).toBe(true);
    expect(added).toBeGreaterThan(1_000);
    expect(added).toBeLessThan(100_000);
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        reason: 'INTERRUPTED',
        lastLine: added + 1,
        message: expect.stringContaining(`after line ${added + 1};`) as string,
      },
    });
  });
});

describe(`an import of goodbooks-10k (${existsSync(REAL) ? 'the real file' : 'a sample of it'})`, () => {
  it('sends every row, and has only those refused whose check digit is wrong', async () => {
    const { inventory, state } = takingIn(({ book }) => (fits(book?.isbn ?? '') ? undefined : 'INVALID_ISBN'));
    const { line } = await commandLineWith({ inventory });
    const file = existsSync(REAL) ? REAL : write(line, SAMPLE);
    const expected = existsSync(REAL) ? { rows: 10_000, added: 9_977, refused: 23 } : { rows: 5, added: 4, refused: 1 };
    const options = ['--format', 'goodbooks', '--price', '12.99', '--currency', 'USD', '--stock', '100'];
    const { code, result } = await line.json(['books', 'import', file, ...options]);
    expect(code).toBe(0);
    expect(result).toMatchObject({ source: 'goodbooks-10k', ...expected });
    const { refusedRows } = result as { refusedRows: { line: number; message: string }[] };
    expect(refusedRows.find(({ message }) => message === 'not 0812971060')?.line).toBe(existsSync(REAL) ? 917 : 5);
    expect(state.rows.find(({ book }) => book?.sourceKey === '1')).toMatchObject({
      line: 2n,
      book: {
        title: 'The Hunger Games (The Hunger Games, #1)',
        authors: ['Suzanne Collins'],
        isbn: '0439023483',
        publishedYear: 2008,
        language: 'en',
        price: { currencyCode: 'USD', minorUnits: 1299n },
      },
      initialStock: 100n,
    });
    expect(state.rows.find(({ book }) => book?.title === 'The Odyssey')).toMatchObject({
      book: { publishedYear: -720 },
    });
  });
});
