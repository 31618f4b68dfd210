import { exitWith } from './exit.ts';

/** A service that serves. */
export interface RunningService {
  /** Where it listens; the system chose it if the configured port was 0. */
  readonly port: number;
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
      service.stop().then(() => process.exit(0), exitWith);
    };
    process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);
    process.send?.('ready');
  } catch (error) {
    exitWith(error);
  }
}
