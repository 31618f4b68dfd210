import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, UsersForTests } from './users-for-tests.ts';

describe('deleting an account', () => {
  let users: UsersForTests;
  beforeAll(async () => {
    users = await UsersForTests.start({ DELETION_SWEEP_INTERVAL_MS: '100' });
  });
  beforeEach(() => {
    users.orders.answer = 'erase';
  });
  afterAll(() => users.stop());

  const isThere = async (userId: string) =>
    (await users.pool.query('SELECT 1 FROM users WHERE id = $1', [userId])).rows.length === 1;

  it('leaves nothing personal in any table, tells orders, and signs out everywhere', async () => {
    const email = 'grace.hopper@example.com';
    const person = await users.register(email);
    await person.client.updateUser({
      userId: person.userId,
      updateMask: ['display_name', 'shipping_address'],
      displayName: 'Rear Admiral Hopper',
      shippingAddress: { recipient: 'Grace H.', addressLines: ['Pentagon 5'], locality: 'Arlington', regionCode: 'US' },
    });
    await refusal(users.signIn(email, 'a wrong guess'));
    await users.client().requestPasswordReset({ email });
    await expect.poll(() => users.mails().some((mail) => mail.includes(email))).toBe(true);
    const personal = [
      email,
      'Hopper',
      'Grace H.',
      'Pentagon',
      'Arlington',
      '192.0.2.1',
      person.userId,
      person.sessionId,
    ];
    const before = await users.dump();
    for (const text of personal) expect(before).toContain(text);

    await person.client.deleteUser({ userId: person.userId, password: PASSWORD });

    const after = await users.dump();
    for (const text of personal) expect(after).not.toContain(text);
    expect(users.orders.erased).toContain(person.userId);
    expect(await refusal(users.signIn(email))).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    const { refreshToken, userId } = person;
    expect(await refusal(users.client().refreshSession({ refreshToken }))).toMatchObject({
      reason: 'INVALID_REFRESH_TOKEN',
    });
    expect(await refusal(person.client.getUser({ userId }))).toMatchObject({ reason: 'USER_NOT_FOUND' });
  });

  it('may be repeated, and the address is free again', async () => {
    const person = await users.register('again@example.com');
    const request = { userId: person.userId, password: PASSWORD };
    await person.client.deleteUser(request);
    await person.client.deleteUser(request);
    await users.register('again@example.com');
  });

  it('takes the password, and the id of no other', async () => {
    const [person, other] = [await users.register(), await users.register()];
    const wrong = await refusal(person.client.deleteUser({ userId: person.userId, password: 'wrong' }));
    expect(wrong).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'INVALID_CREDENTIALS' });
    const foreign = await refusal(person.client.deleteUser({ userId: other.userId, password: PASSWORD }));
    expect(foreign).toMatchObject({ code: 'NOT_FOUND', reason: 'USER_NOT_FOUND' });
    expect([await isThere(person.userId), await isThere(other.userId)]).toEqual([true, true]);
  });

  it('is refused while orders are open, and forgotten', async () => {
    const { client, userId } = await users.register();
    users.orders.answer = 'orders open';
    const refused = await refusal(client.deleteUser({ userId, password: PASSWORD }));
    expect(refused).toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'ORDERS_OPEN',
      metadata: { open_orders: '2' },
    });
    const { rows } = await users.pool.query('SELECT deletion_requested_at AS at FROM users WHERE id = $1', [userId]);
    expect(rows).toEqual([{ at: null }]);
  });

  it('deletes nothing while orders cannot be asked, and ends by itself once they can', async () => {
    const { client, userId } = await users.register();
    users.orders.answer = 'hang';
    const refused = await refusal(client.deleteUser({ userId, password: PASSWORD }));
    expect(refused).toMatchObject({ code: 'UNAVAILABLE', reason: 'DEPENDENCY_UNAVAILABLE' });
    expect(refused.metadata).toEqual({ dependency: 'orders' });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(await isThere(userId)).toBe(true);

    users.orders.answer = 'erase';
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await isThere(userId), 'a deletion that is a minute old at most is left to its call').toBe(true);
    await users.pool.query(`UPDATE users SET deletion_requested_at = now() - interval '61 s' WHERE id = $1`, [userId]);
    await expect.poll(() => isThere(userId), { timeout: 10_000 }).toBe(false);
    expect(users.orders.erased).toContain(userId);
  });

  it('is given up by itself when orders were opened since it was noted', async () => {
    const { userId } = await users.register();
    users.orders.answer = 'orders open';
    await users.pool.query(`UPDATE users SET deletion_requested_at = now() - interval '61 s' WHERE id = $1`, [userId]);
    const noted = async () => {
      const text = 'SELECT FROM users WHERE id = $1 AND deletion_requested_at IS NOT NULL';
      return (await users.pool.query(text, [userId])).rowCount;
    };
    await expect.poll(noted, { timeout: 10_000 }).toBe(0);
    expect(await isThere(userId)).toBe(true);
  });

  it('ends by itself although orders cannot erase another account that was to go before', async () => {
    const [stuck, person] = [await users.register(), await users.register()];
    users.orders.broken.add(stuck.userId);
    await users.pool.query(
      `UPDATE users SET deletion_requested_at = now() - CASE id WHEN $1 THEN interval '62 s' ELSE interval '61 s' END
       WHERE id IN ($1, $2)`,
      [stuck.userId, person.userId],
    );
    await expect.poll(() => isThere(person.userId), { timeout: 10_000 }).toBe(false);
    expect(await isThere(stuck.userId)).toBe(true);
  });
});
