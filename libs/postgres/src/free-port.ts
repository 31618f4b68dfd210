import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports that no system gives away by itself (Linux does from 32768, macOS from 49152): until the process
 * listens, seconds later, and while it starts again, any connection of this machine could be given the
 * port that was found.
 */
const [FIRST, END] = [20_000, 30_000];
const TRIES = 20;

/** Goes on from a place of its own in each process, so that none gives a port twice, and two seldom the same one. */
let next = randomInt(FIRST, END);

/** Gives the port that is wanted if it is free, or any for 0. Throws the system's error if it is not. */
export async function freePort(host: string, wanted: number): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = wanted === 0 ? nextPort() : wanted;
    try {
      await tryPort(host, port);
      return port;
    } catch (error) {
      if (wanted !== 0 || tries === TRIES || !isTaken(error)) throw error;
    }
  }
}

function nextPort(): number {
  const port = next;
  next = port + 1 < END ? port + 1 : FIRST;
  return port;
}

async function tryPort(host: string, port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

/** Whether this is the system's error for a port that another program has. */
export function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
}
