import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type ImportProgress, type ImportRow, parseMoney, type RefusedRow } from '@bookstore/client';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { explain } from '../explain.ts';
import { CommandFailure, interrupted, usageFailure } from '../failures.ts';
import { type BookList, type BookListFormat, openBookList } from '../import/book-list.ts';
import type { RowDefaults } from '../import/cells.ts';
import { CsvFault } from '../import/csv-fault.ts';
import { defaultFormat } from '../import/default-format.ts';
import { GOODBOOKS_SOURCE, goodbooksFormat } from '../import/goodbooks-format.ts';
import { reportText } from '../import/report.ts';
import { progressBar } from '../terminal/progress.ts';

interface ImportOptions extends RowDefaults {
  readonly format: string;
  readonly source?: string;
}

/** Milliseconds that the shop gets for its summary after Ctrl-C. */
const LAST_WORD_MS = 10_000;
/** Small, so that what was read is close to what was sent, and the bar tells the truth. */
const READ_BYTES = 16 * 1024;

/** How far an import came. */
interface Course {
  /** What the shop has answered for. */
  taken: ImportProgress | undefined;
  readonly refusedHere: RefusedRow[];
  fault: CsvFault | undefined;
}

/** `bookstore books import` */
export async function importBooks(context: Context, file: string, options: ImportOptions): Promise<void> {
  const { shop, signal, json, print } = context;
  const format = formatOf(options);
  const source = options.source ?? (options.format === 'goodbooks' ? GOODBOOKS_SOURCE : basename(file, extname(file)));
  const size = await sizeOf(file);
  const stream = createReadStream(file, { highWaterMark: READ_BYTES });
  const list = await openBookList(stream, format).catch(asFailure);
  if (list.ignored.length > 0 && options.format === 'default') {
    context.note(`ignored columns: ${list.ignored.join(', ')}`);
  }
  const progress = await progressBar(json, size, 'rows');
  const course: Course = { taken: undefined, refusedHere: [], fault: undefined };
  const startedAt = performance.now();
  const onProgress = (taken: ImportProgress) => {
    course.taken = taken;
    progress.update(Math.min(stream.bytesRead, size), taken.rows);
  };
  const failure = await sending(signal, (hard) =>
    shop.books.import(rowsToSend(list, course, signal), { source, onProgress, signal: hard }),
  );
  progress.stop();
  stream.destroy();
  if (failure !== undefined && !course.taken) throw failure;
  const report = summary(course, (performance.now() - startedAt) / 1000);
  print({ source, ...report, interrupted: signal.aborted }, () => reportText(report, context.width));
  endOf(course, signal, failure);
}

function formatOf({ format, price, currency, stock }: ImportOptions): BookListFormat {
  if (format === 'default') return defaultFormat({ price, currency, stock });
  if (price === undefined || currency === undefined || stock === undefined) {
    throw usageFailure('the goodbooks format needs --price, --currency and --stock, since the file has none');
  }
  return goodbooksFormat({ price: parseMoney(price, currency), stock });
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw usageFailure(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw usageFailure(`${file} is no file`);
}

/** The rows that can be sent, until the list ends, cannot be read on, or Ctrl-C is pressed. */
async function* rowsToSend(
  list: BookList,
  course: Course,
  signal: AbortSignal,
): AsyncGenerator<ImportRow, void, undefined> {
  try {
    for await (const listed of list.rows) {
      if (signal.aborted) return;
      if ('row' in listed) yield listed.row;
      else course.refusedHere.push(listed.refused);
    }
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    course.fault = error;
  }
}

/** Runs the calls and gives what they failed with; after Ctrl-C the last gets a while to end in order. */
async function sending(
  signal: AbortSignal,
  calls: (hard: AbortSignal) => Promise<unknown>,
): Promise<Error | undefined> {
  const hard = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => hard.abort(interrupted()), LAST_WORD_MS).unref());
  try {
    await calls(hard.signal);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Ends an import that did not come to the end of its list, after what went in was reported. */
function endOf({ taken, fault }: Course, signal: AbortSignal, failure: Error | undefined): void {
  const lastLine = taken?.line ?? 0;
  if (failure !== undefined) {
    const { exitCode, reason, message, hint, fields } = explain(failure);
    const next = 'of the thousand rows after it that is not known; import the list again to take in the rest';
    throw new CommandFailure(
      exitCode,
      reason,
      `${message}; everything up to line ${lastLine} was answered for, ${next}`,
      {
        hint,
        fields: { ...fields, lastLine },
        cause: failure,
      },
    );
  }
  if (fault) asFailure(fault);
  if (signal.aborted) {
    const message = `interrupted after line ${lastLine}; what went in stays, and importing the list again takes in the rest`;
    throw interrupted(message, { lastLine });
  }
}

function summary({ taken, refusedHere, fault }: Course, seconds: number) {
  const { added = 0, updated = 0, unchanged = 0, refused: refusedThere = 0, refusedRows = [] } = taken ?? {};
  const refused = refusedThere + refusedHere.length;
  const rows = added + updated + unchanged + refused;
  return {
    rows,
    added,
    updated,
    unchanged,
    refused,
    seconds: Math.round(seconds * 1000) / 1000,
    rowsPerSecond: Math.round(rows / Math.max(seconds, 0.001)),
    refusedRows: [...refusedRows, ...refusedHere].sort((one, other) => one.line - other.line),
    ...(fault && { fault: { line: fault.line, column: fault.column, problem: fault.problem } }),
  };
}

function asFailure(error: unknown): never {
  if (!(error instanceof CsvFault)) throw error;
  const { line, column, message } = error;
  throw new CommandFailure(ExitCode.REFUSED, 'CSV_INVALID', message, {
    hint: 'mend it there and import the list again: what is in already stays as it is',
    fields: { line, column },
    cause: error,
  });
}
