import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MeshError } from '../mesh.ts';
import { linkOf, MeshLinks } from './mesh-links.ts';

describe('the links of a mesh', () => {
  const server = createServer((socket) => socket.on('error', () => undefined).end('inventory'));
  let links: MeshLinks;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const target = (_from: string, to: string) => {
      if (to !== 'inventory') throw new MeshError(`${to} has no address yet`);
      return `127.0.0.1:${port}`;
    };
    links = await MeshLinks.open({ listenHost: '127.0.0.1', seed: 1, target });
  });
  afterAll(async () => {
    await links.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  async function answerOf(address: string): Promise<string> {
    const [host, port] = address.split(':');
    const [answer] = (await once(connect(Number(port), host), 'data')) as [Buffer];
    return answer.toString();
  }

  it('lead each caller to whom it calls, by an address of its own', async () => {
    expect(await answerOf(links.reach('orders', 'inventory'))).toBe('inventory');
    const addresses = [
      links.reach('orders', 'users'),
      links.reach('inventory', 'users'),
      links.reach('users', 'orders'),
    ];
    expect(new Set(addresses).size).toBe(3);
  });

  it('fail one by one, and heal together', async () => {
    linkOf(links, 'orders', 'inventory').partition();
    const answer = answerOf(links.reach('orders', 'inventory'));
    links.heal();
    expect(await answer).toBe('inventory');
  });

  it('are only between those of which one calls the other, and only where they were asked for', () => {
    expect(() => linkOf(links, 'inventory', 'orders')).toThrow(MeshError);
    expect(() => linkOf(links, 'inventory', 'orders')).toThrow(
      /^inventory never calls orders; there are links orders -> /,
    );
    expect(() => linkOf(undefined, 'orders', 'inventory')).toThrow('start it with `links: { seed }`');
  });
});
