import { fileURLToPath } from 'node:url';

/** The folder of this release's migrations: at the same place beside the sources and beside the bundle. */
export const MIGRATIONS = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
