import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as wasmImports from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { WholeScriptPg } from './whole-scripts.ts';

/** Any number, the same for every migration of every service: they take turns per database. */
const MIGRATION_LOCK = 4_071_968;

export interface MigrationResult {
  /** Names of the migrations that were applied just now; none if there was nothing to do. */
  readonly applied: readonly string[];
}

/**
 * Brings a database to the newest migration of a folder, by Prisma's own schema engine, one
 * process at a time. Throws when the database has migrations that the folder does not: it
 * belongs to a newer release.
 *
 * Prisma's command line wants a native engine that it downloads; the same engine is on the
 * registry as WebAssembly, which is what runs here, in process.
 */
export async function migrate(url: string, migrationsDirectory: string): Promise<MigrationResult> {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseNewerDatabase(lock, migrationsDirectory);
    return await apply(url, migrationsDirectory);
  } finally {
    await lock.end();
  }
}

/**
 * The SQL that leads from the migrations to a schema, made in a throw-away database beside the one
 * that the connection string names; empty when they say the same.
 */
export async function diffMigrations(url: string, migrationsDirectory: string, schemaFile: string): Promise<string> {
  const schema = { path: schemaFile, content: readFileSync(schemaFile, 'utf8') };
  const { stdout } = await withEngine(url, [[schema.path, schema.content]], (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...migrationList(migrationsDirectory) },
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  return stdout ?? '';
}

async function apply(url: string, migrationsDirectory: string): Promise<MigrationResult> {
  const { appliedMigrationNames } = await withEngine(url, undefined, (engine) =>
    engine.applyMigrations({ migrationsList: migrationList(migrationsDirectory), filters: NO_FILTERS }),
  );
  return { applied: appliedMigrationNames };
}

async function refuseNewerDatabase(client: pg.Client, migrationsDirectory: string): Promise<void> {
  const known = new Set(migrationNames(migrationsDirectory));
  const table = await client.query<{ found: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`);
  if (!table.rows[0]?.found) return;
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
  );
  const newer = rows.map(({ name }) => name).filter((name) => !known.has(name));
  if (newer.length > 0) {
    throw new Error(`the database is of a newer release: it has the migration ${newer[0]}; run that release`);
  }
}

const NO_FILTERS = { externalTables: [], externalEnums: [] };

function migrationList(baseDir: string) {
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames(baseDir).map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: readFileSync(join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

function migrationNames(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

type Datamodels = [path: string, content: string][];

async function withEngine<T>(
  url: string,
  datamodels: Datamodels | undefined,
  work: (engine: wasmImports.SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadEngine();
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScriptPg(pool));
    return await work(await wasmImports.SchemaEngine.new({ datamodels }, () => undefined, adapter));
  } finally {
    await pool.end();
  }
}

/** Node has it, but its type stands among the browser's, which a service has no business with. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    compile(bytes: Uint8Array): Promise<object>;
    instantiate(module: object, imports: object): Promise<{ readonly exports: Readonly<Record<string, unknown>> }>;
  };
};

let loaded: Promise<void> | undefined;

function loadEngine(): Promise<void> {
  loaded ??= (async () => {
    const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
    const module = await WebAssembly.compile(await readFile(join(entry, '..', 'schema_engine_bg.wasm')));
    const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': wasmImports });
    wasmImports.__wbg_set_wasm(instance.exports);
    (instance.exports['__wbindgen_start'] as () => void)();
  })();
  return loaded;
}
