import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@bookstore/postgres';
import { migrate } from '../migrate.ts';

const TEMPLATE = 'template_of_tests';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the server's own database, as superuser. */
    postgresUrl: string;
    /** Name of the migrated database that `cloneDatabase` copies. */
    templateDatabase: string;
  }
}

interface TestProject {
  provide(key: 'postgresUrl' | 'templateDatabase', value: string): void;
}

/**
 * Makes a Vitest global setup: a real PostgreSQL for the run of one project, with one database
 * that holds the migrations of a folder (none without a folder).
 */
export function postgresForTests(migrationsDirectory?: string) {
  return async function setup(project: TestProject): Promise<() => Promise<void>> {
    const directory = mkdtempSync(join(tmpdir(), 'bookstore-tests-'));
    const server = await EmbeddedPostgres.start({ directory, password: 'tests', settings: { max_connections: '200' } });
    await server.execute('postgres', `CREATE DATABASE ${TEMPLATE}`);
    if (migrationsDirectory !== undefined) await migrate(server.url(TEMPLATE), migrationsDirectory);
    project.provide('postgresUrl', server.url('postgres'));
    project.provide('templateDatabase', TEMPLATE);
    return async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    };
  };
}
