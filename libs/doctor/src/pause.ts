import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits so many milliseconds, or throws the signal's reason. Node's own timer throws an error of
 * its own then, which has the reason as its cause.
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
