import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Batcher, type BatcherOptions } from './batcher.ts';

/** Doubles numbers; each batch takes a moment, in which others may come. */
function doubling(options: Partial<BatcherOptions<number, number>> = {}) {
  const batches: (readonly number[])[] = [];
  const run = async (items: readonly number[]) => {
    batches.push(items);
    await sleep(5);
    return options.run ? options.run(items) : items.map((item) => 2 * item);
  };
  return { batches, batcher: new Batcher<number, number>({ limit: 10, ...options, run }) };
}

const spoilt = (items: readonly number[]) =>
  items.includes(13) ? Promise.reject(new Error('13')) : Promise.resolve(items.map((item) => 2 * item));

describe('a batcher', () => {
  it('lets one that comes alone go at once, and those that come meanwhile go together', async () => {
    const { batches, batcher } = doubling();
    const first = batcher.submit(1);
    await sleep(2);
    expect(batches).toEqual([[1]]);
    expect(await Promise.all([first, batcher.submit(2), batcher.submit(3)])).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1], [2, 3]]);
    expect(await batcher.submit(4)).toBe(8);
  });

  it('does not let others wait for the end of a batch that hangs', async () => {
    const { promise: never } = Promise.withResolvers<readonly number[]>();
    const { batches, batcher } = doubling({
      run: (items) => (items[0] === 1 ? never : Promise.resolve(items.map((item) => 2 * item))),
    });
    void batcher.submit(1);
    await sleep(2);
    expect(await Promise.all([batcher.submit(2), batcher.submit(3)])).toEqual([4, 6]);
    expect(await batcher.submit(4)).toBe(8);
    expect(batches).toEqual([[1], [2, 3], [4]]);
  });

  it('bounds a batch, and keeps the order in which they came', async () => {
    const { batches, batcher } = doubling({ limit: 2 });
    await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.submit(item)));
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('weighs its items: one that is too heavy goes alone, and nobody overtakes it', async () => {
    const { batches, batcher } = doubling({ limit: 10, weightOf: (item) => item });
    await Promise.all([4, 5, 7, 1, 30, 2].map((item) => batcher.submit(item)));
    expect(batches).toEqual([[4, 5], [7, 1], [30], [2]]);
  });

  it('never takes two of one key along, and the second not before the first', async () => {
    const { batches, batcher } = doubling({ keyOf: (item) => item % 10 });
    await Promise.all([1, 11, 2, 21].map((item) => batcher.submit(item)));
    expect(batches).toEqual([[1, 2], [11], [21]]);
  });

  it('does a batch that failed whole again one by one, so that nobody fails for a neighbour', async () => {
    const { batches, batcher } = doubling({ run: spoilt });
    const outcomes = await Promise.allSettled([1, 13, 2].map((item) => batcher.submit(item)));
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed'))).toEqual([
      2,
      'failed',
      4,
    ]);
    expect(batches).toEqual([[1, 13, 2], [1], [13], [2]]);
  });

  it('does not try one by one what is everybody’s fault', async () => {
    const { batches, batcher } = doubling({ run: spoilt, isShared: () => true });
    const outcomes = await Promise.allSettled([1, 13].map((item) => batcher.submit(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(batches).toHaveLength(1);
  });

  it('fails whom a batch has no result for', async () => {
    const { batcher } = doubling({ run: () => Promise.resolve([]) });
    await expect(batcher.submit(1)).rejects.toThrow('one item gave 0 results');
  });

  it('runs one alone as part of its call, and several as part of none', async () => {
    const call = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const batcher = new Batcher<number, number>({
      limit: 10,
      run: (items) => Promise.resolve(items).finally(() => seen.push(call.getStore())),
    });
    await call.run('one', () => batcher.submit(1));
    await call.run('two', () => Promise.all([batcher.submit(2), batcher.submit(3)]));
    expect(seen).toEqual(['one', undefined]);
  });
});
