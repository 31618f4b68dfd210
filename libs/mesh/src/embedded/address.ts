import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { MeshError, type ProcessName } from '../mesh.ts';

/** The variable that moves a process elsewhere. */
export const ADDRESS_VARIABLES: Readonly<Record<ProcessName, string>> = {
  users: 'USERS_ADDRESS',
  inventory: 'INVENTORY_ADDRESS',
  orders: 'ORDERS_ADDRESS',
  'payment-simulator': 'PAYMENT_SIMULATOR_ADDRESS',
};

/**
 * Gives the address with a port that is free now: the one it names, or any for a port of 0.
 * @throws {MeshError} naming the variable when it cannot be listened on.
 */
export async function freeAddress(name: ProcessName, address: string): Promise<string> {
  const variable = ADDRESS_VARIABLES[name];
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
  if (host === undefined || port === undefined || Number(port) > 65_535) {
    throw new MeshError(`${variable}: "${address}" is no host:port`);
  }
  try {
    return `${host}:${await freePort(host.replace(/^\[|\]$/g, ''), Number(port))}`;
  } catch (cause) {
    const what = isTaken(cause) ? 'is taken by another program' : 'cannot be listened on';
    throw new MeshError(`${address} ${what}; set ${variable} to another host:port`, { cause });
  }
}

/**
 * Ports that no system gives away by itself (Linux does from 32768, macOS from 49152): until the process
 * listens, seconds later, any connection of this machine could be given the port that was found.
 */
const QUIET_PORTS = [20_000, 30_000] as const;
const TRIES = 20;

/** Gives the port that is wanted if it is free, or any for 0. Throws the system's error if it is not. */
export async function freePort(host: string, wanted: number): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = wanted === 0 ? randomInt(...QUIET_PORTS) : wanted;
    try {
      await tryPort(host, port);
      return port;
    } catch (error) {
      if (wanted !== 0 || tries === TRIES || !isTaken(error)) throw error;
    }
  }
}

async function tryPort(host: string, port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
}
