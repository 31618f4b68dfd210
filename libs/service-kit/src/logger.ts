import { destination, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** JSON lines on standard output. */
export function createLogger(service: string, level: (typeof LOG_LEVELS)[number]): Logger {
  return pino(
    {
      name: service,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      base: { service },
      serializers: { err: (error: unknown) => errorForLog(error) },
    },
    destination({ fd: 1, sync: false }),
  );
}

/**
 * What of an error goes into a log: where it comes from, never what it carries. PostgreSQL's detail
 * of a broken constraint, which Prisma hands on in the error's properties, is the row itself.
 * Takes how many causes of causes to follow.
 */
export function errorForLog(error: unknown, causes = 5): unknown {
  if (!(error instanceof Error)) return typeof error;
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name,
    message,
    code,
    stack,
    cause: causes > 0 && cause instanceof Error ? errorForLog(cause, causes - 1) : undefined,
  };
}
