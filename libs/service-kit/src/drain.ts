import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from 'nice-grpc';

/** Ends a server: no new calls, then the running ones, then, when the grace is over, all. */
export async function drain(server: Server, graceMs: number): Promise<void> {
  const patience = new AbortController();
  const done = server.shutdown().finally(() => {
    patience.abort();
  });
  // grpc-js waits for ever on an open stream.
  const tired = sleep(graceMs, undefined, { signal: patience.signal }).then(
    () => {
      server.forceShutdown();
    },
    () => undefined,
  );
  await Promise.race([done, tired]);
}
