import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that nobody ever sees half of it, or one that others could read before they should. */
export function writeWhole(file: string, text: string, mode: number): void {
  const half = `${file}.half`;
  writeFileSync(half, text, { mode, flush: true });
  renameSync(half, file);
}
