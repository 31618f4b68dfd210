import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { kibOf, readMemory } from './memory.ts';

it('is read in the unit that the machine tells it in', () => {
  const status =
    'Name:\ta\nVmRSS:\t    3000 kB\nRssAnon:\t    1000 kB\nRssFile:\t    1900 kB\nRssShmem:\t     100 kB\n';
  expect([kibOf(status, 'RssAnon'), kibOf(status, 'RssFile'), kibOf(status, 'RssShmem')]).toEqual([1000, 1900, 100]);
  expect(kibOf('', 'RssAnon')).toBe(0);
});

it.runIf(process.platform === 'linux')('of a program is that of its children, too', async () => {
  const hold = `const held = Buffer.alloc(200 * 1024 * 1024, 1); process.stdout.write('held'); setInterval(() => held, 1e9)`;
  const program = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hold)}], { stdio: 'inherit' })`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  await once(child.stdout, 'data');
  const { parent = 0 } = readMemory({ parent: child.pid ?? 0 });
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  expect(parent).toBeGreaterThan(200);
  expect(parent).toBeLessThan(500);
});

it('of a program that is gone is nothing', () => {
  expect(readMemory({ gone: 2 ** 30 })['gone'] ?? 0).toBe(0);
});
