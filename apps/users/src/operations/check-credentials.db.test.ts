import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreForTests } from '../../test/store-for-tests.ts';
import { strictThrottle } from '../../test/throttle-for-tests.ts';
import { Argon2Hasher } from '../credentials/argon2-hasher.ts';
import type { UserRepository } from '../domain/user-repository.ts';
import { createCheckCredentials } from './check-credentials.ts';

const store = await openStoreForTests();
afterAll(store.drop);

const hasher = await Argon2Hasher.create({ memoryKib: 19_456, timeCost: 2, atOnce: 1, queueLimit: 10 });
const claim = { email: 'ada@example.com', password: 'correct horse battery', sourceAddress: '198.51.100.1' };

/** The accounts, which the database does not give at the first look. */
function brokenOnce(): Pick<UserRepository, 'findClaimant' | 'replaceHash'> {
  let looks = 0;
  return {
    findClaimant: (...of) =>
      ++looks === 1 ? Promise.reject(new Error('Connection terminated')) : store.users.findClaimant(...of),
    replaceHash: (...of) => store.users.replaceHash(...of),
  };
}

describe('a guess at a password', () => {
  beforeAll(async () => {
    const passwordHash = await hasher.hash(claim.password);
    const account = { userId: randomUUID(), displayName: 'Ada', role: 'customer' as const };
    await store.users.create({ ...account, email: claim.email, passwordHash });
  });

  it('costs nothing when the account could not be looked at', async () => {
    const check = createCheckCredentials({ users: brokenOnce(), hasher, throttle: strictThrottle(store) });
    await expect(check(claim, () => 'in')).rejects.toThrow('Connection terminated');
    expect(await check(claim, () => 'in')).toBe('in');
  });

  it('costs nothing when it was right, and is the last one when it was wrong', async () => {
    const check = createCheckCredentials({ users: store.users, hasher, throttle: strictThrottle(store) });
    expect([await check(claim, () => 'in'), await check(claim, () => 'in again')]).toEqual(['in', 'in again']);
    const wrong = { ...claim, password: 'a wrong guess' };
    await expect(check(wrong, () => 'in')).rejects.toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    await expect(check(claim, () => 'in')).rejects.toMatchObject({ reason: 'THROTTLED' });
  });
});
