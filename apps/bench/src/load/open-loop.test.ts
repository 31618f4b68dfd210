import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openLoop } from './open-loop.ts';
import { RefusedForLoad } from './tally.ts';

const window = { warmUpMs: 50, measureMs: 400 };

it('calls by the clock, whether answers come or not', async () => {
  let calls = 0;
  const call = async () => {
    calls += 1;
    await sleep(200);
  };
  const { ok, unsent, elapsedMs } = await openLoop({ perSecond: 100, mostOutstanding: 1_000 }, call, window);
  // A closed loop of one caller would have made two.
  expect(ok.count).toBeGreaterThan(20);
  // Those of the warm-up may be made late, but no more.
  expect(ok.count).toBeLessThanOrEqual(elapsedMs / 10 + 6);
  expect(calls).toBeGreaterThanOrEqual(ok.count);
  expect(unsent).toBe(0);
});

it('counts latency from when a call was due, not from when it could be made', async () => {
  const hold = new Int32Array(new SharedArrayBuffer(4));
  let calls = 0;
  const call = () => {
    // Holds the whole process up once, so that the calls that were due meanwhile are late.
    if ((calls += 1) === 20) Atomics.wait(hold, 0, 0, 150);
    return Promise.resolve();
  };
  const { ok } = await openLoop({ perSecond: 100, mostOutstanding: 1_000 }, call, window);
  expect(ok.max).toBeGreaterThan(100);
});

it('never has more calls under way than it may, and counts those that it could not make', async () => {
  let running = 0;
  let most = 0;
  const call = async () => {
    most = Math.max(most, (running += 1));
    await sleep(50);
    running -= 1;
  };
  const { ok, unsent } = await openLoop({ perSecond: 200, mostOutstanding: 3 }, call, window);
  expect(most).toBe(3);
  expect(running).toBe(0);
  expect(unsent).toBeGreaterThan(10);
  expect(ok.count).toBeGreaterThan(0);
});

it('tells refusals for load from failures', async () => {
  let calls = 0;
  const call = () => {
    calls += 1;
    if (calls % 3 === 0) return Promise.reject(new Error('broken'));
    return calls % 3 === 1 ? Promise.reject(new RefusedForLoad('too much')) : Promise.resolve();
  };
  const { ok, refused, failures, firstFailure } = await openLoop(
    { perSecond: 100, mostOutstanding: 1_000 },
    call,
    window,
  );
  expect(refused.count).toBeGreaterThan(5);
  expect(ok.count).toBeGreaterThan(5);
  expect(failures).toBeGreaterThan(5);
  expect(firstFailure).toBe('Error: broken');
});

it('ends early when it is told to', async () => {
  const hour = { warmUpMs: 0, measureMs: 3_600_000, signal: AbortSignal.timeout(30) };
  await expect(openLoop({ perSecond: 1, mostOutstanding: 10 }, () => sleep(1), hour)).rejects.toThrow();
});
