import { freePort, isTaken } from '@bookstore/postgres/free-port';
import { MeshError, type ProcessName } from '../mesh.ts';

/** The variable that moves a process elsewhere. */
const ADDRESS_VARIABLES: Readonly<Record<ProcessName, string>> = {
  users: 'USERS_ADDRESS',
  inventory: 'INVENTORY_ADDRESS',
  orders: 'ORDERS_ADDRESS',
  'payment-simulator': 'PAYMENT_SIMULATOR_ADDRESS',
};

/**
 * Gives the address with a port that is free now: the one it names, or any for a port of 0.
 * @throws {MeshError} naming the variable when it cannot be listened on.
 */
export function freeAddress(name: ProcessName, address: string): Promise<string> {
  return freeAddressOf(ADDRESS_VARIABLES[name], address);
}

/** The same of what is moved elsewhere by this variable. */
export async function freeAddressOf(variable: string, address: string): Promise<string> {
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
