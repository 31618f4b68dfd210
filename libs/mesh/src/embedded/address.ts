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
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(Number(port), host.replace(/^\[|\]$/g, ''), resolve);
    });
    const bound = server.address();
    return typeof bound === 'object' && bound !== null ? `${host}:${bound.port}` : address;
  } catch (cause) {
    const taken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const what = taken ? 'is taken by another program' : 'cannot be listened on';
    throw new MeshError(`${address} ${what}; set ${variable} to another host:port`, { cause });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
