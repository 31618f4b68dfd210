import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { openStoreForTests } from '../../test/store-for-tests.ts';
import type { User } from '../domain/user.ts';

const HASH = '$argon2id$v=19$m=19456,p=1,t=2$salt$hash';

const store = await openStoreForTests();
afterAll(() => store.drop());

describe('PrismaUserRepository', () => {
  const newUser = (email: string) => ({
    ...{ userId: randomUUID(), email, displayName: 'Ada', passwordHash: HASH },
    role: 'customer' as const,
  });
  const add = (): Promise<User> => store.users.create(newUser(`${randomUUID()}@example.com`));

  it('puts a stronger hash only in the place of the one that was checked', async () => {
    const { userId } = await add();
    await store.users.replaceHash(userId, '$argon2id$another', '$argon2id$lost');
    expect((await store.users.find(userId))?.passwordHash).toBe(HASH);
    await store.users.replaceHash(userId, HASH, '$argon2id$stronger');
    expect(await store.users.find(userId)).toMatchObject({ passwordHash: '$argon2id$stronger', version: 1 });
  });

  describe('a password that was reset while it was being checked', () => {
    const reset = async (userId: string, tokenHash = randomUUID()) => {
      const now = new Date();
      await store.resetTokens.add({ tokenHash, userId, expiresAt: new Date(now.getTime() + 60_000) });
      return () =>
        store.resetTokens.redeem({ tokenHash, passwordHash: `${HASH}reset`, sourceAddress: 'there', now: new Date() });
    };

    it('opens no session and overwrites nothing', async () => {
      const user = await add();
      expect(await (await reset(user.userId))()).toBe(true);
      const { userId, version: userVersion } = user;
      const [sessionId, tokenHash, now] = [randomUUID(), randomUUID(), new Date()];
      const session = { sessionId, userId, userVersion, clientName: '', clientAddress: '', sourceAddress: 'here' };
      await expect(store.sessions.open({ ...session, tokenHash, now, expiresAt: now })).rejects.toMatchObject({
        reason: 'INVALID_CREDENTIALS',
      });
      await expect(store.users.changePassword(user, `${HASH}changed`, sessionId)).rejects.toMatchObject({
        reason: 'INVALID_CREDENTIALS',
      });
      expect((await store.users.find(userId))?.passwordHash).toBe(`${HASH}reset`);
    });

    it('does not deadlock with another reset of the account: one wins, the other finds no token', async () => {
      for (let round = 0; round < 20; round += 1) {
        const { userId } = await add();
        const resets = await Promise.all([reset(userId), reset(userId), reset(userId)]);
        const results = await Promise.all(resets.map((redeem) => redeem()));
        expect(results.filter(Boolean)).toHaveLength(1);
      }
    });
  });

  it('stores no password that is not hashed by argon2id', async () => {
    const plain = { ...newUser('plain@example.com'), passwordHash: 'in clear' };
    await expect(store.users.create(plain)).rejects.toThrow('users_password_hash_argon2id');
  });

  it('leaves neither a change nor an audit row behind when one of both fails', async () => {
    const { userId } = await add();
    const { userId: staffId } = await store.users.create({ ...newUser('staff@example.com'), role: 'staff' });
    const change = { displayName: 'Changed' };
    await store.pool.query('ALTER TABLE audit_log ADD CONSTRAINT nobody CHECK (false) NOT VALID');
    await expect(store.users.update({ userId, etag: '', change, staffId })).rejects.toThrow('nobody');
    await store.pool.query('ALTER TABLE audit_log DROP CONSTRAINT nobody');
    expect(await store.users.find(userId)).toMatchObject({ displayName: 'Ada', version: 1 });
    await store.users.update({ userId, etag: '', change, staffId });
    expect((await store.pool.query('SELECT FROM audit_log WHERE subject = $1', [userId])).rowCount).toBe(1);
  });

  it('appoints one first member of staff, however many try at once, and none after', async () => {
    await store.pool.query(`UPDATE users SET role = 'customer'`);
    const email = 'boss@example.com';
    const results = await Promise.all(
      [1, 2, 3].map(() => store.users.appointFirstStaff({ ...newUser(email), role: 'staff' })),
    );
    expect(results.sort()).toEqual(['created', 'none needed', 'none needed']);
    const { rows } = await store.pool.query(`SELECT email FROM users WHERE role = 'staff'`);
    expect(rows).toEqual([{ email }]);
  });

  it('promotes an account that is there and leaves its password alone', async () => {
    await store.pool.query(`UPDATE users SET role = 'customer'`);
    const { userId, email } = await add();
    const other = { ...newUser(email.toUpperCase()), passwordHash: '$argon2id$other', role: 'staff' as const };
    expect(await store.users.appointFirstStaff(other)).toBe('promoted');
    expect(await store.users.find(userId)).toMatchObject({ email, passwordHash: HASH, role: 'staff', version: 2 });
  });
});
