import { destination, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** JSON lines on standard output. */
export function createLogger(service: string, level: (typeof LOG_LEVELS)[number]): Logger {
  return pino(
    { name: service, level, timestamp: pino.stdTimeFunctions.isoTime, base: { service } },
    destination({ fd: 1, sync: false }),
  );
}
