import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import {
  type BookList,
  type BookListFormat,
  CsvFault,
  defaultFormat,
  GOODBOOKS_SOURCE,
  goodbooksFormat,
  openBookList,
  type RowDefaults,
  sendRows,
  type SourcedRow,
  type Taken,
} from '@bookstore/book-lists';
import { parseMoney } from '@bookstore/client';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { explain } from '../explain.ts';
import { CommandFailure, fileFailure, interrupted, usageFailure } from '../failures.ts';
import { type Course, reportOf, reportText } from '../import/report.ts';
import { identityOf, type ImportIdentity, StoppedImports } from '../import/stopped-imports.ts';
import { progressBar } from '../terminal/progress.ts';
import { startLine } from './resume-import.ts';

interface ImportOptions extends RowDefaults {
  readonly format: string;
  readonly source?: string;
  readonly resume?: boolean;
}

/** Milliseconds that the shop gets for its last answer after Ctrl-C. */
const LAST_WORD_MS = 10_000;
/** Small, so that what was read is close to what was sent, and the bar tells the truth. */
const READ_BYTES = 16 * 1024;

/** An import that can begin. */
interface Prepared {
  readonly source: string;
  readonly stream: ReadStream;
  /** Bytes. */
  readonly size: number;
  readonly list: BookList;
  readonly course: Course;
  readonly stopped: StoppedImports;
  readonly identity: ImportIdentity;
}

/** `bookstore books import` */
export async function importBooks(context: Context, file: string, options: ImportOptions): Promise<void> {
  const { signal, print, width } = context;
  const prepared = await prepare(context, file, options);
  const { source, course, stopped, identity } = prepared;
  const startedAt = performance.now();
  const failure = await run(context, prepared);
  if (failure === undefined && !signal.aborted) stopped.forget(identity);
  if (failure !== undefined && !course.taken) throw failure;
  const report = reportOf(course, (performance.now() - startedAt) / 1000);
  print({ source, ...report, interrupted: signal.aborted }, () => reportText(report, width));
  endOf(course, signal, failure);
}

/** Reads what can be wrong before anything is sent, and where to begin. */
async function prepare(context: Context, file: string, options: ImportOptions): Promise<Prepared> {
  const { signal, settings } = context;
  const { resume, ...given } = options;
  const format = formatOf(options);
  const source = options.source ?? (options.format === 'goodbooks' ? GOODBOOKS_SOURCE : basename(file, extname(file)));
  const size = await sizeOf(file);
  const stopped = new StoppedImports(settings.configDirectory);
  const identity = await identityOf(settings.addresses.inventory, file, { ...given, source }, signal);
  const stream = createReadStream(file, { highWaterMark: READ_BYTES });
  const list = await openBookList(stream, format).catch(asFailure);
  if (list.ignored.length > 0 && options.format === 'default') {
    context.note(`ignored columns: ${list.ignored.join(', ')}`);
  }
  const found = stopped.find(identity);
  if (found.other) stopped.forget(found.other);
  const startedAfter = await startLine(context, found, resume);
  const course: Course = { startedAfter, taken: undefined, refusedHere: [], fault: undefined };
  return { source, stream, size, list, course, stopped, identity };
}

/** Sends the rows, remembering how far that came, and gives what it failed with. */
async function run({ shop, signal, json }: Context, prepared: Prepared): Promise<Error | undefined> {
  const { source, stream, size, list, course, stopped, identity } = prepared;
  const progress = await progressBar(json, size, 'rows');
  const onTaken = (taken: Taken) => {
    course.taken = taken;
    stopped.remember(identity, taken.line);
    progress.update(Math.min(stream.bytesRead, size), taken.rows);
  };
  const failure = await sending(signal, (hard) =>
    sendRows(rowsToSend(list, course, signal), {
      source,
      signal,
      onTaken,
      send: (rows, named) => shop.books.import(rows, { source: named, signal: hard }),
    }),
  );
  progress.stop();
  stream.destroy();
  return failure;
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
    throw fileFailure(file, 'read', error as NodeJS.ErrnoException);
  }
  throw usageFailure(`${file} is no file`);
}

/** The rows that are still to be sent, until the list ends, cannot be read on, or Ctrl-C is pressed. */
async function* rowsToSend(
  list: BookList,
  course: Course,
  signal: AbortSignal,
): AsyncGenerator<SourcedRow, void, undefined> {
  try {
    for await (const listed of list.rows) {
      if (signal.aborted) return;
      const { line } = 'row' in listed ? listed.row : listed.refused;
      if (line <= course.startedAfter) continue;
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
function endOf({ startedAfter, taken, fault }: Course, signal: AbortSignal, failure: Error | undefined): void {
  const lastLine = taken?.line ?? startedAfter;
  if (failure !== undefined) {
    const { exitCode, reason, message, hint, fields } = explain(failure);
    const known = `everything up to line ${lastLine} was answered for, of the thousand rows after it that is not known`;
    throw new CommandFailure(exitCode, reason, `${message}; ${known}`, {
      hint: [hint, GO_ON].filter(Boolean).join('; '),
      fields: { ...fields, lastLine },
      cause: failure,
    });
  }
  if (fault) asFailure(fault);
  if (signal.aborted)
    throw interrupted(`interrupted after line ${lastLine}; what went in stays; ${GO_ON}`, { lastLine });
}

const GO_ON = 'the same command with --resume goes on from there';

function asFailure(error: unknown): never {
  if (!(error instanceof CsvFault)) throw error;
  const { line, column, message } = error;
  throw new CommandFailure(ExitCode.REFUSED, 'CSV_INVALID', message, {
    hint: 'mend it there and import the list again: what is in already stays as it is',
    fields: { line, column },
    cause: error,
  });
}
