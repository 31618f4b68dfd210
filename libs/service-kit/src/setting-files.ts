import { readFileSync } from 'node:fs';

/** Why a file that a setting names cannot be had; the message names the file and shows nothing of it. */
export class SettingFileError extends Error {
  override readonly name = 'SettingFileError';
}

/**
 * What stands in a file that a setting names.
 * @throws {SettingFileError} when it cannot be read, or nothing stands in it though it must.
 */
export function readSettingFile(path: string, { mayBeEmpty = false } = {}): string {
  const content = reading(path, () => readFileSync(path, 'utf8'));
  if (content.trim() === '' && !mayBeEmpty) throw new SettingFileError(`${shown(path)} is empty`);
  return content;
}

/** Reads a file or folder. @throws {SettingFileError} naming it when that cannot be. */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new SettingFileError(`cannot read ${shown(path)}: ${reasonOf(cause)}`, { cause });
  }
}

/** A path is no secret, but whoever mistakes the variable puts the secret itself there. */
function shown(path: string): string {
  const isPath = path.includes('/') && !path.includes('://') && !path.includes('\n');
  return isPath ? path : 'the file that it names';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  ENAMETOOLONG: 'no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return REASONS[code] ?? code;
}
