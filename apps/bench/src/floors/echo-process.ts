import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface EchoProcess extends Disposable {
  readonly address: string;
  readonly pid: number;
}

/** Starts the echo; it ends when it is disposed of, or when this process is gone. */
export async function startEchoProcess(): Promise<EchoProcess> {
  const child = fork(new URL('./echo-server.ts', import.meta.url), { execArgv: [] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the echo server ended');
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ readonly address: string }];
  ended.catch(() => undefined);
  const { pid } = child;
  if (pid === undefined) throw new Error('the echo server has no process');
  return { address: message.address, pid, [Symbol.dispose]: () => void child.kill() };
}
