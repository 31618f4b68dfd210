import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freeAddress } from './address.ts';

describe('addresses', () => {
  it('that are taken are named with the variable that moves them', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await expect(freeAddress('orders', `127.0.0.1:${port}`)).rejects.toThrow(
      `127.0.0.1:${port} is taken by another program; set ORDERS_ADDRESS to another host:port`,
    );
    server.close();
  });

  it('that nobody named have a port that systems give to nobody by themselves, so that it stays free', async () => {
    const ports = await Promise.all(
      Array.from({ length: 20 }, async () => Number((await freeAddress('users', '127.0.0.1:0')).split(':')[1])),
    );
    expect(Math.max(...ports)).toBeLessThan(30_000);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
  });

  it.each(['nonsense', '127.0.0.1', '127.0.0.1:99999', ':1'])(
    'that are none, such as %j, are refused',
    async (text) => {
      await expect(freeAddress('users', text)).rejects.toThrow(/USERS_ADDRESS/);
    },
  );
});
