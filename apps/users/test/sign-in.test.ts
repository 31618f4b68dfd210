import { randomUUID } from 'node:crypto';
import { RefreshSessionRequest } from '@bookstore/contracts/users/v1/user_service';
import { refusal } from '@bookstore/service-kit/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { Status } from 'nice-grpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, UsersForTests } from './users-for-tests.ts';

describe('signing in', () => {
  let users: UsersForTests;
  beforeAll(async () => {
    users = await UsersForTests.start({ LOGIN_LIMIT_PER_ACCOUNT_AND_SOURCE: '1000', LOGIN_LIMIT_PER_ACCOUNT: '1000' });
  });
  afterAll(() => users.stop());

  it('gives a short-lived access token that says who, where and as what', async () => {
    const { userId, sessionId, accessToken } = await users.register();
    const claims = decodeJwt(accessToken);
    expect(claims).toMatchObject({ sub: userId, sid: sessionId, role: 'customer', iss: 'bookstore', aud: 'bookstore' });
    expect(claims.exp! - claims.iat!).toBe(300);
    expect(claims.jti).toMatch(/^[\da-f-]{36}$/);
    const { signingKeys } = await users.client().getSigningKeys({});
    const header = decodeProtectedHeader(accessToken);
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: signingKeys[0]?.kid });
  });

  it('takes the address in any case of its letters and the password in any normal form', async () => {
    const email = `${randomUUID()}@example.com`;
    await users.register(email, 'crème brûlée'.normalize('NFC'));
    const { userId } = await users.signIn(email.toUpperCase(), 'crème brûlée'.normalize('NFD'));
    expect(userId).toMatch(/^[\da-f-]{36}$/);
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const { email } = await users.register();
    const wrong = await refusal(users.signIn(email, 'not the password'));
    const unknown = await refusal(users.signIn(`${randomUUID()}@example.com`, 'not the password'));
    const malformed = await refusal(users.signIn('no address', 'not the password'));
    expect(wrong).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'INVALID_CREDENTIALS', metadata: {} });
    expect(unknown).toEqual(wrong);
    expect(malformed).toEqual(wrong);
  });

  it('takes the same time for a wrong password as for an unknown address', async () => {
    const { email } = await users.register();
    const measure = async (address: string) => {
      const start = performance.now();
      await refusal(users.signIn(address, 'not the password'));
      return performance.now() - start;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let round = 0; round < 24; round += 1) {
      known.push(await measure(email));
      unknown.push(await measure(`${randomUUID()}@example.com`));
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[times.length / 2]!;
    // The long form asks for 1 ms over 1,000 tries on a quiet machine. Here, a hash that is left
    // out for an unknown address would show as nearly all of the time.
    expect(Math.abs(median(known) - median(unknown))).toBeLessThan(0.5 * median(known));
  });

  it('takes no token that is altered, unsigned, or not a token', async () => {
    const { accessToken, userId } = await users.register();
    const [header, payload, signature] = accessToken.split('.');
    const staff = Buffer.from(JSON.stringify({ ...decodeJwt(accessToken), role: 'staff' })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    for (const forged of [`${header}.${staff}.${signature}`, `${none}.${payload}.`, 'x.y.z']) {
      const refused = await refusal(users.client(forged).getUser({ userId }));
      expect(refused).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'UNAUTHENTICATED' });
    }
  });

  it('makes a stronger hash at the next sign-in once the parameters have risen', async () => {
    const { email, userId } = await users.register();
    const stored = async () =>
      (await users.pool.query<{ h: string }>('SELECT password_hash AS h FROM users WHERE id = $1', [userId])).rows[0]
        ?.h;
    expect(await stored()).toContain('$argon2id$v=19$m=19456,p=1,t=2$');
    await users.restart({ ARGON2_TIME_COST: '3' });
    await users.signIn(email);
    const stronger = await stored();
    expect(stronger).toContain('$argon2id$v=19$m=19456,p=1,t=3$');
    await users.restart();
    await users.signIn(email, PASSWORD);
    expect(await stored()).toBe(stronger);
  });

  it('says that it has too much to do when too many passwords are to be hashed at once', async () => {
    await users.restart({ PASSWORD_HASH_QUEUE: '2' });
    const email = () => `${randomUUID()}@example.com`;
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => users.register(email())));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(10);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: Status.RESOURCE_EXHAUSTED });
    await users.restart();
  });

  it('refuses a message that is not text', async () => {
    const bytes = RefreshSessionRequest.encode({ refreshToken: 'a\0b' }).finish();
    expect(bytes.includes(0)).toBe(true);
    const refused = await refusal(users.client().refreshSession({ refreshToken: 'a\0b' }));
    expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT', fields: ['refresh_token'] });
  });
});
