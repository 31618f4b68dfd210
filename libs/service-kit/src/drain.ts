import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from 'nice-grpc';

/** The part of the grace in which calls may go on; what is left is for telling their callers. */
const PATIENCE = 0.9;

/**
 * Ends a server: no new calls, then the running ones; when the grace is nearly over, `endCalls`
 * answers what still runs, and at its end everything is cut off. What is cut off without an answer
 * reads as CANCELLED, which says nothing of whether to try again.
 */
export async function drain(server: Server, graceMs: number, endCalls: () => void): Promise<void> {
  const patience = new AbortController();
  const done = server.shutdown().finally(() => {
    patience.abort();
  });
  const { signal } = patience;
  // grpc-js waits for ever on an open stream.
  const tired = (async () => {
    await sleep(graceMs * PATIENCE, undefined, { signal });
    endCalls();
    await sleep(graceMs * (1 - PATIENCE), undefined, { signal });
    server.forceShutdown();
  })().catch(() => undefined);
  await Promise.race([done, tired]);
}
