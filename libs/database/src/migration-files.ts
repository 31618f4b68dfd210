import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One migration of a folder. */
export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** As Prisma's schema engine keeps it: SHA-256 of the file, hexadecimal. */
  readonly checksum: string;
}

/** Reads the migrations of a folder, oldest first. */
export function readMigrations(directory: string): MigrationFile[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}
