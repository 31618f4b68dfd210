import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bookCells, isRecognizable, LIST_COLUMNS } from '@bookstore/book-lists';
import type { Book } from '@bookstore/client';
import { stringify } from 'csv-stringify';
import type { Context } from '../context.ts';
import { writeWhole } from '../export/whole-file.ts';
import { interrupted, usageFailure } from '../failures.ts';
import { count } from '../terminal/formats.ts';
import { type Progress, progressBar } from '../terminal/progress.ts';
import { plain } from '../terminal/text.ts';
import { type FilterOptions, filterOf } from './book-filter.ts';

const STANDARD_OUTPUT = '-';
/** As many as the shop gives at once. */
const PAGE_SIZE = 200;

/**
 * RFC 4180, where a cell with a line end stands in quotes: csv-stringify by itself looks for the line
 * end that it writes, and would leave a lone `\n` or `\r` bare.
 */
const CSV = { header: true, columns: [...LIST_COLUMNS], record_delimiter: '\r\n', quoted_match: /[\r\n]/ };

/** How many books were written, and how many of them an import would not know again. */
interface Written {
  books: number;
  unrecognizable: number;
}

/** `bookstore books export` */
export async function exportBooks(context: Context, file = STANDARD_OUTPUT, options: FilterOptions): Promise<void> {
  const { shop, signal, json } = context;
  const toOutput = file === STANDARD_OUTPUT;
  if (toOutput && json)
    throw usageFailure('standard output is for the result, with --json', 'name a file for the list');
  // In the order of their making no book moves to another page meanwhile.
  const query = { ...filterOf(options), orderBy: 'ADDED_DESCENDING', pageSize: PAGE_SIZE } as const;
  const progress = await progressBar(json || (toOutput && process.stdout.isTTY), undefined, 'books');
  const written: Written = { books: 0, unrecognizable: 0 };
  const rows = rowsOf(shop.books.list(query, { signal }), written, progress);
  const write = async (to: Writable) => await pipeline(rows, stringify(CSV), to, { signal, end: !toOutput });
  try {
    await (toOutput ? write(process.stdout) : writeWhole(file, write));
  } catch (error) {
    if (!signal.aborted) throw error;
    throw interrupted(toOutput ? 'interrupted' : `interrupted; nothing was written to ${file}`);
  } finally {
    progress.stop();
  }
  report(context, toOutput ? undefined : file, written);
}

async function* rowsOf(books: AsyncIterable<Book>, written: Written, progress: Progress) {
  for await (const book of books) {
    written.books += 1;
    if (!isRecognizable(book)) written.unrecognizable += 1;
    progress.update(written.books, written.books);
    yield bookCells(book);
  }
}

/** On standard output stands the list, and nothing else. */
function report({ print, note }: Context, file: string | undefined, { books, unrecognizable }: Written): void {
  if (file !== undefined) {
    print({ file, books, unrecognizable }, () => `${count(books, 'book')} written to ${plain(file)}`);
  }
  if (unrecognizable > 0) {
    note(`${count(unrecognizable, 'book')} without ISBN and source key: an import would refuse such rows`);
  }
}
