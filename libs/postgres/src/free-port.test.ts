import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from './free-port.ts';

it('no process is given a port twice: whoever has it may not listen yet', async () => {
  const ports: number[] = [];
  for (let count = 0; count < 500; count += 1) ports.push(await freePort('127.0.0.1', 0));
  expect(new Set(ports).size).toBe(500);
});

it('a port that another program has is passed over, and refused where it was named', async () => {
  const taken = (await freePort('127.0.0.1', 0)) + 1;
  await using server = createServer();
  await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve));
  expect(await freePort('127.0.0.1', 0)).not.toBe(taken);
  await expect(freePort('127.0.0.1', taken)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
