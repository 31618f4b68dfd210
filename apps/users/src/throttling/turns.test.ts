import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('lets work of one name run one at a time, in order, also after a failure, and other work beside it', async () => {
  const turns = new Turns();
  const log: string[] = [];
  const work = (label: string, ms: number) => async () => {
    log.push(`${label} starts`);
    await sleep(ms);
    log.push(`${label} ends`);
    if (label === 'a1') throw new Error('a1 failed');
  };
  const results = await Promise.allSettled([
    turns.take('a', work('a1', 30)),
    turns.take('a', work('a2', 0)),
    turns.take('b', work('b1', 5)),
  ]);
  expect(log).toEqual(['a1 starts', 'b1 starts', 'b1 ends', 'a1 ends', 'a2 starts', 'a2 ends']);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});
