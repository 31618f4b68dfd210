import { ConfigError } from './config.ts';

/** A service that serves. */
export interface RunningService {
  /** Drains and lets go of everything. */
  stop(): Promise<void>;
}

/**
 * Starts a service and ends it on SIGTERM, on SIGINT, and when a parent that started it over IPC
 * is gone. What stops the start is said in one line, exit code 1; a second signal ends at once.
 */
export async function runService(start: () => Promise<RunningService>): Promise<void> {
  try {
    const service = await start();
    let stopping = false;
    const stop = () => {
      if (stopping) process.exit(1);
      stopping = true;
      service.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    };
    process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);
    process.send?.('ready');
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  const known = error instanceof ConfigError;
  const line =
    known || !(error instanceof Error) ? String(known ? error.message : error) : `${error.name}: ${error.message}`;
  process.stderr.write(`${line.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exit(1);
}
