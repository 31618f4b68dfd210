export { createPool, type PoolOptions } from './pool.ts';
export { describeDatabaseFault, isUniqueViolation } from './faults.ts';
export { diffMigrations, migrate, type MigrationResult } from './migrate.ts';
export { retrying } from './retry.ts';
export { type Sweep, startSweeps, type Sweeps } from './sweeps.ts';
