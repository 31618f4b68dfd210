import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Reads all files below a folder, so that the system has in memory what fits there, as in a shop that has been open for a
 * while: otherwise a disk is measured, which finds each page for the first time.
 */
export async function readOnce(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(createReadStream(join(entry.parentPath, entry.name), { highWaterMark: 1 << 20 }), nowhere);
  }
}
