export { ChangeFeed } from './change-feed.ts';
export { findDatabaseProblem } from './database-problem.ts';
export { type DatabaseSettings, poolOptions } from './database-settings.ts';
export { createPool, type PoolOptions } from './pool.ts';
export { describeDatabaseFault, isUniqueViolation } from './faults.ts';
export { statementNames } from './statement-names.ts';
export { retrying } from './retry.ts';
export { type Sweep, startSweeps, type Sweeps } from './sweeps.ts';
export { type Cursor, Watches } from './watches.ts';
