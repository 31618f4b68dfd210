import { randomUUID } from 'node:crypto';
import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, UsersForTests } from './users-for-tests.ts';

const THROTTLED = { code: 'RESOURCE_EXHAUSTED', reason: 'THROTTLED' };

describe('throttling', () => {
  let users: UsersForTests;
  beforeAll(async () => {
    users = await UsersForTests.start({
      ...{ LOGIN_LIMIT_PER_SOURCE: '30', LOGIN_LIMIT_PER_ACCOUNT: '20', RESET_LIMIT_PER_SOURCE: '20' },
      // Everything at once may wait here, so that nothing but the limits refuses it.
      ...{ PASSWORD_HASH_QUEUE: '2000', DEFAULT_TIMEOUT_MS: '60000', DATABASE_ACQUIRE_TIMEOUT_MS: '30000' },
    });
  });
  afterAll(() => users.stop());

  const guess = (email: string, address: string, password = 'a wrong guess') =>
    users.client(undefined, address).authenticateUser({ email, password });
  const reasons = async (calls: readonly Promise<unknown>[]) => {
    const refused = await Promise.all(calls.map((call) => refusal(call)));
    return Object.fromEntries(
      Object.entries(Object.groupBy(refused, ({ reason }) => String(reason))).map(([reason, all]) => [
        reason,
        all?.length,
      ]),
    );
  };

  it('evaluates 10 of 1,000 wrong guesses at one account from one source, a hundred at once', async () => {
    const victim = await users.register();
    const hundred = () => reasons(Array.from({ length: 100 }, () => guess(victim.email, '198.51.100.1')));
    expect(await hundred()).toEqual({ INVALID_CREDENTIALS: 10, THROTTLED: 90 });
    for (let round = 1; round < 10; round += 1) expect(await hundred()).toEqual({ THROTTLED: 100 });
    const refused = await refusal(guess(victim.email, '198.51.100.1', PASSWORD));
    expect(refused).toMatchObject(THROTTLED);
    expect(refused.retryAfterMs).toBeGreaterThan(800_000);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(900_000);
    await guess(victim.email, '203.0.113.200', PASSWORD);
  });

  it('evaluates no more guesses at one account than the limit from many sources, and lets its owner in', async () => {
    const victim = await users.register();
    await guess(victim.email, '203.0.113.7', PASSWORD);
    const calls = Array.from({ length: 80 }, (_, index) => guess(victim.email, `198.18.0.${index}`));
    expect(await reasons(calls)).toEqual({ INVALID_CREDENTIALS: 20, THROTTLED: 60 });
    expect(await refusal(guess(victim.email, '198.18.1.1', PASSWORD))).toMatchObject(THROTTLED);
    await guess(victim.email, '203.0.113.7', PASSWORD);
  });

  it('lets the owner in from a new address after a reset by mail, whoever else guesses', async () => {
    const victim = await users.register();
    await reasons(Array.from({ length: 25 }, (_, index) => guess(victim.email, `198.19.0.${index}`)));
    const owner = users.client(undefined, '203.0.113.77');
    await owner.requestPasswordReset({ email: victim.email });
    await expect.poll(() => users.mails().some((mail) => mail.includes(victim.email))).toBe(true);
    const mail = users.mails().find((text) => text.includes(victim.email))!;
    const newPassword = 'quite another one';
    await owner.resetPassword({ resetToken: /^[\w-]{43}$/m.exec(mail)![0], newPassword });
    await guess(victim.email, '203.0.113.77', newPassword);
  });

  it('treats an address that nobody has like one that somebody has', async () => {
    const calls = Array.from({ length: 15 }, () => guess(`nobody@example.com`, '198.51.100.2'));
    expect(await reasons(calls)).toEqual({ INVALID_CREDENTIALS: 10, THROTTLED: 5 });
  });

  it('holds up who tries one password at many accounts', async () => {
    const calls = Array.from({ length: 40 }, () => guess(`${randomUUID()}@example.com`, '198.51.100.3'));
    expect(await reasons(calls)).toEqual({ INVALID_CREDENTIALS: 30, THROTTLED: 10 });
  });

  it('does not count sign-ins that were right, also when many come at once', async () => {
    const { email } = await users.register();
    for (let round = 0; round < 12; round += 1) await guess(email, '198.51.100.4', PASSWORD);
    await Promise.all(Array.from({ length: 12 }, () => guess(email, '198.51.100.4', PASSWORD)));
  });

  it('counts guesses at the password of a stolen session too', async () => {
    const { client } = await users.register();
    const change = () => client.changePassword({ currentPassword: 'a wrong guess', newPassword: PASSWORD });
    const calls = Array.from({ length: 12 }, change);
    expect(await reasons(calls)).toEqual({ INVALID_CREDENTIALS: 10, THROTTLED: 2 });
  });

  it('remembers after a restart', async () => {
    const { email } = await users.register();
    await reasons(Array.from({ length: 11 }, () => guess(email, '198.51.100.5')));
    await users.restart();
    expect(await refusal(guess(email, '198.51.100.5', PASSWORD))).toMatchObject(THROTTLED);
  });

  it('holds up resets per account, known or not, and per source', async () => {
    const { email } = await users.register();
    const ask = (address: string, to: string) => users.client(undefined, address).requestPasswordReset({ email: to });
    for (const to of [email, 'nobody-at-all@example.com']) {
      for (let round = 0; round < 3; round += 1) await ask(`198.51.100.${10 + round}`, to);
      expect(await refusal(ask('198.51.100.20', to))).toMatchObject(THROTTLED);
    }
    for (let round = 0; round < 20; round += 1) await ask('198.51.100.30', `${randomUUID()}@example.com`);
    expect(await refusal(ask('198.51.100.30', `${randomUUID()}@example.com`))).toMatchObject(THROTTLED);
  });

  it('holds up a source that makes too many accounts, and no other', async () => {
    await users.restart({ CREATE_USER_LIMIT_PER_SOURCE: '2' });
    const create = (address: string) =>
      users
        .client(undefined, address)
        .createUser({ email: `${randomUUID()}@example.com`, password: PASSWORD, displayName: 'Ada' });
    await create('2001:db8::1');
    await create('2001:db8::2');
    expect(await refusal(create('2001:db8::3'))).toMatchObject(THROTTLED);
    await create('2001:db8:1::1');
  });

  it('keeps no address in clear in its counts', async () => {
    const { rows } = await users.pool.query<{ key: string }>('SELECT key FROM throttles');
    expect(rows.length).toBeGreaterThan(10);
    for (const { key } of rows) expect(key).toMatch(/^[a-z-]+:[\w-]{43}$/);
  });
});
