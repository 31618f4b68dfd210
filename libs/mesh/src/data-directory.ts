import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MeshError } from './mesh.ts';
import { isNode } from './owner.ts';

/**
 * Takes a mesh's folder for this process; the function it gives back lets go of it.
 * @throws {MeshError} when another process has it, or it cannot be made.
 */
export function takeDataDirectory(directory: string): () => void {
  make(join(directory, 'logs'));
  const file = join(directory, 'owner.pid');
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(readFileSync(file, 'utf8'));
    if (isNode(owner)) {
      throw new MeshError(
        `${directory} is in use by process ${owner}; end it, or set BOOKSTORE_DATA_DIR to another folder`,
      );
    }
    rmSync(file, { force: true });
  }
}

/** One folder after the other: Node's recursive mkdir (26.10.0) never comes back from below /proc. */
function make(directory: string): void {
  const missing: string[] = [];
  for (let folder = directory; !existsSync(folder); folder = dirname(folder)) missing.unshift(folder);
  try {
    for (const folder of missing) mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MeshError(`BOOKSTORE_DATA_DIR: a folder that can be written is allowed: ${why}`, { cause });
  }
}
