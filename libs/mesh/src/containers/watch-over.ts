import { fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * Has a process of its own watch over a mesh's containers, which removes them if this process dies
 * (Testcontainers' own, Ryuk, is an image that would have to be pulled). The function it gives back
 * ends the watch, once the mesh is gone.
 */
export function watchOver(mesh: string): () => void {
  const reaper = fork(join(import.meta.dirname, 'reaper.ts'), [mesh], {
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
