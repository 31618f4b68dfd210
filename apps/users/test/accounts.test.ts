import { randomUUID } from 'node:crypto';
import { UserRole } from '@bookstore/contracts/users/v1/user';
import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, UsersForTests } from './users-for-tests.ts';

const ADDRESS = {
  recipient: 'Ada Lovelace',
  addressLines: ['12 St James Square'],
  locality: 'London',
  administrativeArea: '',
  postalCode: 'SW1Y 4LB',
  regionCode: 'GB',
};

describe('accounts', () => {
  let users: UsersForTests;
  beforeAll(async () => {
    users = await UsersForTests.start();
  });
  afterAll(() => users.stop());

  const create = (email: string, password = PASSWORD, displayName = 'Ada') =>
    users.client().createUser({ email, password, displayName });

  it('makes a customer and keeps the address as it was written', async () => {
    const { user } = await create('Ada.Lovelace@Example.com');
    expect(user).toMatchObject({ email: 'Ada.Lovelace@Example.com', displayName: 'Ada', role: UserRole.CUSTOMER });
    expect(user?.etag).toBe('"1"');
    expect(user?.createTime).toEqual(user?.updateTime);
  });

  it('refuses an address that is taken, in any case of its letters', async () => {
    await create('zoe@example.com');
    const again = await refusal(create('ZOE@Example.COM'));
    expect(again).toMatchObject({ code: 'ALREADY_EXISTS', reason: 'EMAIL_TAKEN', fields: ['email'] });
  });

  it('makes one account when two register one address at once', async () => {
    const email = `${randomUUID()}@example.com`;
    const results = await Promise.allSettled([create(email), create(email.toUpperCase()), create(email)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['malformed', 'no-address', PASSWORD, 'Ada', 'email'],
    ['too long', `${'a'.repeat(250)}@example.com`, PASSWORD, 'Ada', 'email'],
    ['a password of 7 characters', 'seven@example.com', 'sevenxx', 'Ada', 'password'],
    ['a password of 129 characters', 'long@example.com', 'x'.repeat(129), 'Ada', 'password'],
    ['no name', 'noname@example.com', PASSWORD, '', 'display_name'],
  ])('refuses what is %s and names the field', async (_what, email, password, displayName, field) => {
    const refused = await refusal(create(email, password, displayName));
    expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD', fields: [field] });
    expect(refused.message).toContain(field);
  });

  it('takes passwords of 8, 64 and 128 characters whole', async () => {
    for (const length of [8, 64, 128]) {
      const email = `${randomUUID()}@example.com`;
      const password = `${'ü'.repeat(length - 1)}1`;
      await create(email, password);
      await users.signIn(email, password);
      const wrong = await refusal(users.signIn(email, `${'ü'.repeat(length - 1)}2`));
      expect(wrong.reason).toBe('INVALID_CREDENTIALS');
    }
  });

  it('counts the characters of a password after it is normalised', async () => {
    const refused = await refusal(create('nfd@example.com', 'é'.repeat(7).normalize('NFD')));
    expect(refused).toMatchObject({ reason: 'INVALID_FIELD', fields: ['password'] });
  });

  it('refuses a password that many people use, in any case of its letters', async () => {
    const refused = await refusal(create('common@example.com', 'PassWord1'));
    expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'PASSWORD_TOO_COMMON', fields: ['password'] });
  });

  it('shows an account to its owner and to staff, and to nobody else', async () => {
    const [ada, eve, staff] = [await users.register(), await users.register(), await users.registerStaff()];
    const { user } = await ada.client.getUser({ userId: ada.userId.toUpperCase() });
    expect((await staff.client.getUser({ userId: ada.userId })).user).toEqual(user);
    const foreign = await refusal(eve.client.getUser({ userId: ada.userId }));
    const unknown = await refusal(staff.client.getUser({ userId: randomUUID() }));
    expect(foreign).toMatchObject({ code: 'NOT_FOUND', reason: 'USER_NOT_FOUND', metadata: { user_id: ada.userId } });
    expect(unknown).toMatchObject({ code: 'NOT_FOUND', reason: 'USER_NOT_FOUND' });
    expect(await refusal(users.client().getUser({ userId: ada.userId }))).toMatchObject({ reason: 'UNAUTHENTICATED' });
  });

  it('changes what the mask names and nothing else', async () => {
    const { client, userId } = await users.register();
    const changed = await client.updateUser({
      userId,
      updateMask: ['shipping_address'],
      displayName: 'not named',
      shippingAddress: ADDRESS,
    });
    expect(changed.user).toMatchObject({ displayName: 'Ada Lovelace', shippingAddress: ADDRESS, etag: '"2"' });
    const cleared = await client.updateUser({ userId, updateMask: ['shipping_address'] });
    expect(cleared.user?.shippingAddress).toBeUndefined();
    expect((await client.getUser({ userId })).user).toEqual(cleared.user);
  });

  it('refuses a mask of nothing, and to clear what may not be empty', async () => {
    const { client, userId } = await users.register();
    const nothing = await refusal(client.updateUser({ userId, updateMask: [] }));
    expect(nothing).toMatchObject({ code: 'INVALID_ARGUMENT', fields: ['update_mask'] });
    for (const field of ['email', 'display_name']) {
      const empty = await refusal(client.updateUser({ userId, updateMask: [field], currentPassword: PASSWORD }));
      expect(empty).toMatchObject({ code: 'INVALID_ARGUMENT', fields: [field] });
    }
    expect(await refusal(client.updateUser({ userId, updateMask: ['role'] }))).toMatchObject({
      reason: 'INVALID_FIELD',
    });
  });

  it('refuses a stale etag, and lets one of two changes of the same state through', async () => {
    const { client, userId } = await users.register();
    const rename = (displayName: string) =>
      client.updateUser({ userId, etag: '"1"', updateMask: ['display_name'], displayName });
    const results = await Promise.allSettled([rename('One'), rename('Two')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusal(rename('Three'))).toMatchObject({ code: 'ABORTED', reason: 'ETAG_MISMATCH' });
  });

  it("changes one's own e-mail address only with the password, and not to one that is taken", async () => {
    const { client, userId, email } = await users.register();
    const move = (to: string, currentPassword: string) =>
      client.updateUser({ userId, updateMask: ['email'], email: to, currentPassword });
    const other = await users.register();
    const next = `${randomUUID()}@example.com`;
    expect(await refusal(move(next, ''))).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'INVALID_CREDENTIALS' });
    expect(await refusal(move(next, 'wrong'))).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    expect(await refusal(move(other.email.toUpperCase(), PASSWORD))).toMatchObject({ reason: 'EMAIL_TAKEN' });
    await move(next, PASSWORD);
    await users.signIn(next);
    expect(await refusal(users.signIn(email))).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
  });

  it("does not let a user change another's account", async () => {
    const [ada, eve] = [await users.register(), await users.register()];
    const change = { userId: ada.userId, updateMask: ['display_name'], displayName: 'Eve' };
    expect(await refusal(eve.client.updateUser(change))).toMatchObject({ code: 'NOT_FOUND', reason: 'USER_NOT_FOUND' });
  });
});
