import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { cpuBetween, readCpuTimes, ticksOf } from './cpu.ts';

it('adds up own and waited-for time, whatever the program is called', () => {
  const stat = '42 (a (b) c) S 1 42 42 0 -1 4194304 1000 2000 3 4 50 60 700 8000 20 0 11 0 12345 1000000 200 18446744';
  expect(ticksOf(stat)).toBe(50 + 60 + 700 + 8000);
});

it('counts what was used between two readings', () => {
  expect(cpuBetween({ a: 100, b: 5 }, { a: 150, b: 5, c: 7 })).toEqual({ a: 50, b: 0, c: 7 });
});

it.runIf(process.platform === 'linux')('counts a program with its children, those that have ended too', async () => {
  const burn = 'i=0; while [ $i -lt 150000 ]; do i=$((i+1)); done';
  const child = spawn('sh', ['-c', `(${burn}); echo done; (${burn}; echo done; sleep 60) & wait`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const before = readCpuTimes({ shell: pid });
  await once(child.stdout, 'data');
  const ended = cpuBetween(before, readCpuTimes({ shell: pid }))['shell'] ?? 0;
  expect(ended).toBeGreaterThan(0);
  await once(child.stdout, 'data');
  expect(cpuBetween(before, readCpuTimes({ shell: pid }))['shell']).toBeGreaterThan(ended);
  process.kill(-pid, 'SIGKILL');
  await once(child, 'exit');
});
