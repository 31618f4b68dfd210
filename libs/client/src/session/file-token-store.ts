import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredSession, TokenStore } from './token-store.ts';

/** Milliseconds after which a lock was left behind by a process that died; a refresh takes less. */
const STALE_LOCK_MS = 15_000;
const LOCK_POLL_MS = 25;

/**
 * Keeps the session in a file that only its owner can read (mode 0600), written whole or not at all.
 * Processes may share it.
 */
export class FileTokenStore implements TokenStore {
  readonly #path: string;

  /** The file need not exist yet, nor its folder. */
  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<StoredSession | undefined> {
    try {
      return parseSession(await readFile(this.#path, 'utf8'));
    } catch (error) {
      if (isFileError(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async save(session: StoredSession): Promise<void> {
    await this.#makeFolder();
    const draft = `${this.#path}.${randomUUID()}.tmp`;
    try {
      await writeFile(draft, `${JSON.stringify(session, undefined, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
      await rename(draft, this.#path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async clear(): Promise<void> {
    await rm(this.#path, { force: true });
  }

  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const lock = `${this.#path}.lock`;
    await this.#makeFolder();
    while (!(await taken(lock))) await sleep(LOCK_POLL_MS);
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  }

  async #makeFolder(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
  }
}

/**
 * Takes the lock unless somebody has it. Two who find one stale lock may both get in; the shop lets
 * the same trade be repeated within seconds, so that the worst of it is one trade more.
 */
async function taken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw error;
  }
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > STALE_LOCK_MS) await rm(lock, { force: true });
  return false;
}

/** A file that is no session of ours is as good as none: its owner signs in again. */
function parseSession(text: string): StoredSession | undefined {
  try {
    const { accessTokenExpireTime, refreshTokenExpireTime, ...rest } = JSON.parse(text) as StoredSession;
    const session = {
      ...rest,
      accessTokenExpireTime: new Date(accessTokenExpireTime),
      refreshTokenExpireTime: new Date(refreshTokenExpireTime),
    };
    const texts = [session.userId, session.sessionId, session.accessToken, session.refreshToken];
    return texts.every((text) => typeof text === 'string') ? session : undefined;
  } catch {
    return undefined;
  }
}

function isFileError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
