import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { closedLoop } from './closed-loop.ts';

const times = { warmUpMs: 50, measureMs: 200 };

it('keeps as many calls under way as it was told, and never more', async () => {
  let running = 0;
  let most = 0;
  await closedLoop({
    ...times,
    inFlight: 7,
    call: async () => {
      most = Math.max(most, (running += 1));
      await sleep(5);
      running -= 1;
    },
  });
  expect(most).toBe(7);
  expect(running).toBe(0);
});

it('measures calls that end within the window, not those of the warm-up', async () => {
  let calls = 0;
  const { latencies, elapsedMs, failures } = await closedLoop({
    ...times,
    inFlight: 1,
    call: async () => {
      calls += 1;
      await sleep(10);
    },
  });
  expect(latencies.length).toBeGreaterThan(5);
  expect(latencies.length).toBeLessThan(calls - 1);
  expect(latencies.length).toBeLessThanOrEqual(elapsedMs / 10 + 1);
  expect(Math.min(...latencies)).toBeGreaterThan(8);
  expect(elapsedMs).toBeGreaterThanOrEqual(195);
  expect(failures).toBe(0);
});

it('says when the window begins and ends', async () => {
  const moments: string[] = [];
  await closedLoop({ ...times, inFlight: 1, call: () => sleep(1), onWindow: (moment) => moments.push(moment) });
  expect(moments).toEqual(['begins', 'ends']);
});

it('counts failures apart, and tells the first', async () => {
  let calls = 0;
  const { failures, firstFailure, latencies } = await closedLoop({
    ...times,
    inFlight: 2,
    call: () => ((calls += 1) % 2 ? Promise.reject(new Error(`call ${calls}`)) : sleep(1)),
  });
  expect(failures).toBeGreaterThan(1);
  expect(firstFailure).toBe('Error: call 1');
  expect(latencies.length).toBeGreaterThan(1);
});

it('ends early when it is told to', async () => {
  const signal = AbortSignal.timeout(30);
  const start = Date.now();
  await expect(
    closedLoop({ call: () => sleep(1), inFlight: 2, warmUpMs: 0, measureMs: 60_000, signal }),
  ).rejects.toThrow();
  expect(Date.now() - start).toBeLessThan(5_000);
});
