import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type ImportResult, type ImportRow, parseMoney, type RefusedRow } from '@bookstore/client';
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
import { type Progress, progressBar } from '../terminal/progress.ts';

interface ImportOptions extends RowDefaults {
  readonly format: string;
  readonly source?: string;
}

/** Milliseconds that the shop gets for its summary after Ctrl-C. */
const LAST_WORD_MS = 10_000;

/** How far an import came, while it runs. */
interface Course {
  rows: number;
  line: number;
  readonly refusedHere: RefusedRow[];
  fault: CsvFault | undefined;
}

/** `bookstore books import` */
export async function importBooks(context: Context, file: string, options: ImportOptions): Promise<void> {
  const { shop, signal, json, print } = context;
  const format = formatOf(options);
  const source = options.source ?? (options.format === 'goodbooks' ? GOODBOOKS_SOURCE : basename(file, extname(file)));
  const size = await sizeOf(file);
  const stream = createReadStream(file);
  const list = await openBookList(stream, format).catch(asFailure);
  if (list.ignored.length > 0 && options.format === 'default')
    context.note(`ignored columns: ${list.ignored.join(', ')}`);
  const progress = await progressBar(json, size, 'rows');
  const course: Course = { rows: 0, line: 0, refusedHere: [], fault: undefined };
  const startedAt = performance.now();
  const onSent = ({ rows, line }: { rows: number; line: number }) => {
    Object.assign(course, { rows, line });
    progress.update(Math.min(stream.bytesRead, size), rows);
  };
  const result = await sending(course, progress, signal, (hard) =>
    shop.books.import(rowsToSend(list, course, signal), { source, onSent, signal: hard }),
  );
  stream.destroy();
  const report = summary(result, course, (performance.now() - startedAt) / 1000);
  print({ source, ...report, interrupted: signal.aborted }, () => reportText(report, context.width));
  if (course.fault) asFailure(course.fault);
  if (signal.aborted) {
    throw interrupted(
      `interrupted after line ${course.line}; what was sent stays, and importing the list again takes in the rest`,
    );
  }
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

/** Runs the call; after Ctrl-C it gets a while to end in order, since only its answer says what went in. */
async function sending(
  course: Course,
  progress: Progress,
  signal: AbortSignal,
  call: (hard: AbortSignal) => Promise<ImportResult>,
): Promise<ImportResult> {
  const hard = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => hard.abort(interrupted()), LAST_WORD_MS).unref());
  try {
    return await call(hard.signal);
  } catch (error) {
    const { exitCode, reason, message, hint, fields } = explain(error);
    const uncertain =
      exitCode === ExitCode.UNAVAILABLE || exitCode === ExitCode.INTERRUPTED || exitCode === ExitCode.UNEXPECTED;
    if (!uncertain || course.rows === 0) throw error;
    throw new CommandFailure(
      exitCode,
      reason,
      `${message}; ${course.rows} rows, up to line ${course.line}, were sent`,
      {
        hint: `what was taken in stays: import the list again to take in the rest${reason === 'UNREACHABLE' ? `; ${hint}` : ''}`,
        fields: { ...fields, rowsSent: course.rows, lastLineSent: course.line },
        cause: error,
      },
    );
  } finally {
    progress.stop();
  }
}

function summary(result: ImportResult, { refusedHere, fault }: Course, seconds: number) {
  const { added, updated, unchanged } = result;
  const refused = result.refused + refusedHere.length;
  const rows = added + updated + unchanged + refused;
  return {
    rows,
    added,
    updated,
    unchanged,
    refused,
    seconds: Math.round(seconds * 1000) / 1000,
    rowsPerSecond: Math.round(rows / Math.max(seconds, 0.001)),
    refusedRows: [...result.refusedRows, ...refusedHere].sort((one, other) => one.line - other.line),
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
