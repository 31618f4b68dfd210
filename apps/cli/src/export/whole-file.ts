import { randomUUID } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileFailure, usageFailure } from '../failures.ts';

/**
 * Writes a file whole or not at all: to a draft beside it, which gets its name, and the mode of what
 * was there, when it is written. What is no file, such as a pipe, is written to as it is. Throws
 * CommandFailure where nothing can be written.
 */
export async function writeWhole(file: string, write: (to: Writable) => Promise<void>): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const before = await stat(target).catch(() => undefined);
  if (before?.isDirectory()) throw usageFailure(`${file} is a folder; name a file in it`);
  if (before && !before.isFile()) {
    await write(createWriteStream(target));
    return;
  }
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  const forget = () => rmSync(draft, { force: true });
  // A second Ctrl-C ends the process without waiting for anything.
  process.on('exit', forget);
  try {
    await write(createWriteStream(draft, { flags: 'wx', flush: true, mode: (before?.mode ?? 0o666) & 0o777 }));
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw isFileError(error) ? fileFailure(file, 'written', error) : error;
  } finally {
    process.off('exit', forget);
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'errno' in error && 'syscall' in error;
}
