import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A copy of the tests' migrations with more: SQL by name. */
export function withMore(more: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync(join(import.meta.dirname, 'migrations'), directory, { recursive: true });
  for (const [name, sql] of Object.entries(more)) {
    mkdirSync(join(directory, name));
    writeFileSync(join(directory, name, 'migration.sql'), sql);
  }
  return directory;
}
