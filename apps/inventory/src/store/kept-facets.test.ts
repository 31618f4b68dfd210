import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, it } from 'vitest';
import { EVERYTHING } from '../../test/store-for-tests.ts';
import { keepFacets } from './kept-facets.ts';

/** Counts that take so long by a clock of their own; what they say is which one they are. */
function counting(tookMs: number) {
  const clock = { now: 1_000 };
  let counts = 0;
  const count = () => {
    clock.now += tookMs;
    counts += 1;
    return Promise.resolve([{ field: 'author' as const, values: [{ value: 'N. N.', count: BigInt(counts) }] }]);
  };
  const facets = keepFacets(count, () => clock.now);
  const ask = async (filter = EVERYTHING) => (await facets(filter))[0]?.values[0]?.count;
  return { clock, ask };
}

it('counts a list once for all who ask at once, and each list by itself', async () => {
  const { ask } = counting(100);
  expect(await Promise.all([ask(), ask(), ask({ ...EVERYTHING, subject: 'Classics' })])).toEqual([1n, 1n, 2n]);
});

it('keeps a count for twenty times as long as it took', async () => {
  const { ask, clock } = counting(100);
  await ask();
  clock.now += 1_999;
  expect(await ask()).toBe(1n);
  clock.now += 2;
  expect(await ask()).toBe(2n);
});

it('keeps no count for more than a minute', async () => {
  const { ask, clock } = counting(30_000);
  await ask();
  clock.now += 59_999;
  expect(await ask()).toBe(1n);
  clock.now += 2;
  expect(await ask()).toBe(2n);
});

it('counts anew what is counted in no time', async () => {
  const { ask, clock } = counting(20);
  await ask();
  clock.now += 2;
  expect(await ask()).toBe(2n);
});

it('says why it cannot count, and counts at the next try', async () => {
  let isDown = true;
  const facets = keepFacets(() => (isDown ? Promise.reject(new Error('down')) : Promise.resolve([])));
  await expect(facets(EVERYTHING)).rejects.toThrow('down');
  isDown = false;
  expect(await facets(EVERYTHING)).toEqual([]);
});

it('counts for nobody in particular: what ends the call of who asks first ends no count that others wait for', async () => {
  const call = new AsyncLocalStorage<string>();
  const calls: unknown[] = [];
  const facets = keepFacets(() => {
    calls.push(call.getStore());
    return Promise.resolve([]);
  });
  await call.run('of the first', () => facets(EVERYTHING));
  expect(calls).toEqual([undefined]);
});
