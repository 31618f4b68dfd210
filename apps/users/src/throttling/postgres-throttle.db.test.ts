import { remainingMs, runInCall } from '@bookstore/service-kit';
import { afterAll, expect, it } from 'vitest';
import { openStoreForTests } from '../../test/store-for-tests.ts';
import { strictThrottle } from '../../test/throttle-for-tests.ts';

const store = await openStoreForTests({ remainingMs });
afterAll(store.drop);

it('takes a try back although the time of the call is over that it was made for', async () => {
  const throttle = strictThrottle(store);
  const guess = () => throttle.guess('ada@example.com', '198.51.100.1');
  const late = { requestId: 'late', deadline: Date.now() - 1, signal: AbortSignal.abort() };
  const attempt = await guess();
  await runInCall(late, () => attempt.forgive());
  await expect(guess()).resolves.toBeDefined();
  await expect(guess()).rejects.toMatchObject({ reason: 'THROTTLED' });
});
