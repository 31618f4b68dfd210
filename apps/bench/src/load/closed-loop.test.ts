import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { closedLoop } from './closed-loop.ts';

const window = { warmUpMs: 50, measureMs: 200 };

it('keeps as many calls under way as it was told, and never more', async () => {
  let running = 0;
  let most = 0;
  const call = async () => {
    most = Math.max(most, (running += 1));
    await sleep(5);
    running -= 1;
  };
  await closedLoop({ inFlight: 7 }, call, window);
  expect(most).toBe(7);
  expect(running).toBe(0);
});

it('measures calls that end within the window, not those of the warm-up', async () => {
  let calls = 0;
  const call = async () => {
    calls += 1;
    await sleep(10);
  };
  const { ok, elapsedMs, failures } = await closedLoop({ inFlight: 1 }, call, window);
  expect(ok.count).toBeGreaterThan(1);
  expect(ok.count).toBeLessThan(calls);
  expect(ok.count).toBeLessThanOrEqual(elapsedMs / 10 + 1);
  expect(ok.p50).toBeGreaterThan(8);
  expect(elapsedMs).toBeGreaterThanOrEqual(195);
  expect(failures).toBe(0);
});

it('says when the window begins and ends', async () => {
  const moments: string[] = [];
  await closedLoop({ inFlight: 1 }, () => sleep(1), { ...window, onMoment: (moment) => moments.push(moment) });
  expect(moments).toEqual(['begins', 'ends']);
});

it('counts failures apart, and tells the first', async () => {
  let calls = 0;
  const call = () => ((calls += 1) % 2 ? Promise.reject(new Error(`call ${calls}`)) : sleep(1));
  const { failures, firstFailure, ok } = await closedLoop({ inFlight: 2 }, call, window);
  expect(failures).toBeGreaterThan(1);
  expect(firstFailure).toBe('Error: call 1');
  expect(ok.count).toBeGreaterThan(1);
});

it('ends early when it is told to', async () => {
  const signal = AbortSignal.timeout(30);
  const start = Date.now();
  const hour = { warmUpMs: 0, measureMs: 3_600_000, signal };
  await expect(closedLoop({ inFlight: 2 }, () => sleep(1), hour)).rejects.toThrow();
  expect(Date.now() - start).toBeLessThan(15_000);
});
