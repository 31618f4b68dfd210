import { expect, it } from 'vitest';
import { Errands } from './errands.ts';

const unexpected = (error: unknown) => {
  throw error;
};

it('does not wait at the stop for a mail server that never answers', { timeout: 2_000 }, async () => {
  const errands = new Errands(unexpected);
  for (let count = 0; count < 5; count += 1) errands.run(() => new Promise<void>(() => undefined));
  expect(await errands.settle(20)).toBe(5);
});

it('waits at the stop for what is done in time', async () => {
  const errands = new Errands(unexpected);
  let done = 0;
  for (let count = 0; count < 5; count += 1) {
    errands.run(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      done += 1;
    });
  }
  expect(await errands.settle(10_000)).toBe(0);
  expect(done).toBe(5);
});
