import { randomBytes } from 'node:crypto';
import { remainingMs, runInCall } from '@bookstore/service-kit';
import { afterAll, expect, it } from 'vitest';
import { openStoreForTests } from '../../test/store-for-tests.ts';
import { PostgresThrottle } from './postgres-throttle.ts';

const store = await openStoreForTests({ remainingMs });
afterAll(store.drop);

it('takes a try back although the time of the call is over that it was made for', async () => {
  const throttle = new PostgresThrottle({
    pool: store.throttlePool,
    secret: randomBytes(32),
    limits: {
      guesses: { perAccountAndSource: 1, perSource: 1, perAccount: 1, windowS: 900 },
      resets: { perAccount: 1, perSource: 1, windowS: 900 },
      newAccounts: { perSource: 1, windowS: 900 },
    },
  });
  const guess = () => throttle.guess('ada@example.com', '198.51.100.1');
  const late = { requestId: 'late', deadline: Date.now() - 1, signal: AbortSignal.abort() };
  const attempt = await guess();
  await runInCall(late, () => attempt.forgive());
  await expect(guess()).resolves.toBeDefined();
  await expect(guess()).rejects.toMatchObject({ reason: 'THROTTLED' });
});
