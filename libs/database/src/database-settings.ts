import type { PoolOptions } from './pool.ts';

/** How a service is told of its database. */
export interface DatabaseSettings extends Pick<PoolOptions, 'remainingMs'> {
  readonly DATABASE_URL: string;
  readonly DATABASE_MAX_CONNECTIONS: number;
  readonly DATABASE_ACQUIRE_TIMEOUT_MS: number;
  readonly DATABASE_STATEMENT_TIMEOUT_MS: number;
}

/** The settings as a pool takes them. */
export function poolOptions(settings: DatabaseSettings, applicationName: string): PoolOptions {
  return {
    url: settings.DATABASE_URL,
    applicationName,
    maxConnections: settings.DATABASE_MAX_CONNECTIONS,
    acquireTimeoutMs: settings.DATABASE_ACQUIRE_TIMEOUT_MS,
    statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT_MS,
    remainingMs: settings.remainingMs,
  };
}
