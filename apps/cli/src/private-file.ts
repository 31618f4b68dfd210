import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileFailure } from './failures.ts';

/** Reads what `writePrivate` wrote; undefined if there is no such file. Throws CommandFailure if it cannot be read. */
export function readPrivate(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw fileFailure(path, 'read', error as NodeJS.ErrnoException);
  }
}

/** Writes a file that only its owner can read (0600, in a folder of 0700), whole or not at all. */
export function writePrivate(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw fileFailure(path, 'written', error as NodeJS.ErrnoException);
  }
}
