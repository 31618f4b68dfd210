import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Label } from './engine.ts';

/**
 * Has a process of its own watch over everything with a label, which removes it if this process dies
 * (Testcontainers' own, Ryuk, is an image that would have to be pulled). The function it gives back
 * ends the watch, once there is nothing to watch over.
 */
export function watchOver({ name, value }: Label): () => void {
  const reaper = fork(join(import.meta.dirname, 'reaper.ts'), [name, value], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  });
  reaper.unref();
  reaper.channel?.unref();
  return () => {
    reaper.send('done', () => undefined);
  };
}
