import { cpSync, mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A copy of the tests' migrations with more, SQL by name, for as long as a test runs. */
export function withMore(more: Readonly<Record<string, string>>): string {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'migrations-'));
  onTestFinished(() => folder.remove());
  cpSync(join(import.meta.dirname, 'migrations'), folder.path, { recursive: true });
  for (const [name, sql] of Object.entries(more)) {
    mkdirSync(join(folder.path, name));
    writeFileSync(join(folder.path, name, 'migration.sql'), sql);
  }
  return folder.path;
}
