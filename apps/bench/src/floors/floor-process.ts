import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { FloorAddresses } from './floor-server.ts';

export interface FloorProcess extends Disposable, FloorAddresses {
  readonly pid: number;
}

/** Starts the floors of calls; they end when disposed of, or when this process is gone. */
export async function startFloorProcess(databaseUrl: string): Promise<FloorProcess> {
  const child = fork(new URL('./floor-server.ts', import.meta.url), { execArgv: [] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the floors ended');
  });
  child.send(databaseUrl);
  const [addresses] = (await Promise.race([once(child, 'message'), ended])) as [FloorAddresses];
  ended.catch(() => undefined);
  const { pid } = child;
  if (pid === undefined) throw new Error('the floors have no process');
  return { ...addresses, pid, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}
