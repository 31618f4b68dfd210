import { describe, expect, it } from 'vitest';
import { RunningOrders } from './running-orders.ts';

describe('RunningOrders', () => {
  it('lets repeats share the outcome of the first try', async () => {
    const running = new RunningOrders<number>(10);
    let tries = 0;
    const place = async () => {
      await Promise.resolve();
      return (tries += 1);
    };
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => running.run('order', 'same', place)));
    expect(new Set(outcomes)).toEqual(new Set([1]));
    expect(await running.run('order', 'same', place)).toBe(2);
  });

  it('lets another try at the same order wait for its turn, also after a failure', async () => {
    const running = new RunningOrders<string>(10);
    const first = Promise.withResolvers<string>();
    const log: string[] = [];
    const one = running.run('order', 'one', () => first.promise);
    const turns = ['two', 'three'].map((content) =>
      running.run('order', content, async () => {
        log.push(`${content} begins`);
        await Promise.resolve();
        log.push(`${content} ends`);
        return content;
      }),
    );
    expect(log).toEqual([]);
    first.reject(new Error('refused'));
    await expect(one).rejects.toThrow('refused');
    expect(await Promise.all(turns)).toEqual(['two', 'three']);
    expect(log).toEqual(['two begins', 'two ends', 'three begins', 'three ends']);
  });

  it('refuses more than may run at once', async () => {
    const running = new RunningOrders<string>(1);
    const first = Promise.withResolvers<string>();
    const one = running.run('one', '', () => first.promise);
    await expect(running.run('two', '', () => first.promise)).rejects.toMatchObject({ reason: 'OVERLOADED' });
    first.resolve('done');
    expect(await one).toBe('done');
    expect(await running.run('two', '', () => Promise.resolve('too'))).toBe('too');
  });

  it('counts those that wait for their turn, whose callers may have gone', async () => {
    const running = new RunningOrders<string>(2);
    const first = Promise.withResolvers<string>();
    const one = running.run('order', 'one', () => first.promise);
    const two = running.run('order', 'two', () => Promise.resolve('two'));
    const three = () => running.run('order', 'three', () => Promise.resolve('three'));
    await expect(Promise.race([three(), new Promise(setImmediate)])).rejects.toMatchObject({ reason: 'OVERLOADED' });
    first.resolve('one');
    expect(await Promise.all([one, two])).toEqual(['one', 'two']);
    expect(await three()).toBe('three');
  });
});
