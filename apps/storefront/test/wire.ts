import { connect } from 'node:net';
import type { OpenShop } from './shop.ts';

/** What the shop answers to these lines, up to the end of the connection. */
export async function say({ storefront: { origin } }: OpenShop, ...lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const host = lines.some((line) => line.startsWith('Host:')) ? [] : ['Host: shop.example'];
  socket.write([...lines, ...host, 'Connection: close', '', ''].join('\r\n'));
  return Buffer.concat(await socket.toArray()).toString();
}
