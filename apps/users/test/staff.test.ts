import { randomUUID } from 'node:crypto';
import { UserRole } from '@bookstore/contracts/users/v1/user';
import { refusal } from '@bookstore/service-kit/testing';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, UsersForTests } from './users-for-tests.ts';

interface AuditRow {
  readonly actor: string;
  readonly action: string;
  readonly details: unknown;
}

describe('staff', () => {
  let users: UsersForTests;
  beforeAll(async () => {
    users = await UsersForTests.start();
  });
  afterAll(() => users.stop());

  const audit = async (subject: string) =>
    (
      await users.pool.query<AuditRow>('SELECT actor, action, details FROM audit_log WHERE subject = $1 ORDER BY id', [
        subject,
      ])
    ).rows;

  it('is refused to customers', async () => {
    const { client, userId } = await users.register();
    const denied = { code: 'PERMISSION_DENIED', reason: 'PERMISSION_DENIED' };
    expect(await refusal(client.listUsers({}))).toMatchObject(denied);
    expect(await refusal(client.setUserRole({ userId, role: UserRole.STAFF }))).toMatchObject(denied);
  });

  it('gives a role that shows from the next refresh on, and writes down who gave it', async () => {
    const [staff, person] = [await users.registerStaff(), await users.register()];
    const { user } = await staff.client.setUserRole({ userId: person.userId, role: UserRole.STAFF, etag: '"1"' });
    expect(user).toMatchObject({ role: UserRole.STAFF, etag: '"2"' });
    expect(await refusal(person.client.listUsers({}))).toMatchObject({ reason: 'PERMISSION_DENIED' });
    const { tokens } = await users.client().refreshSession({ refreshToken: person.refreshToken });
    expect(decodeJwt(tokens!.accessToken)['role']).toBe('staff');
    await users.client(tokens!.accessToken).listUsers({});
    expect(await audit(person.userId)).toEqual([
      { actor: staff.userId, action: 'SetUserRole', details: { from: 'customer', to: 'staff' } },
    ]);
  });

  it('refuses a stale etag, an unknown user and an unknown role, and writes none of it down', async () => {
    const [staff, person] = [await users.registerStaff(), await users.register()];
    const set = (userId: string, role: UserRole, etag = '') =>
      refusal(staff.client.setUserRole({ userId, role, etag }));
    expect(await set(person.userId, UserRole.STAFF, '"7"')).toMatchObject({ code: 'ABORTED', reason: 'ETAG_MISMATCH' });
    expect(await set(randomUUID(), UserRole.STAFF)).toMatchObject({ code: 'NOT_FOUND', reason: 'USER_NOT_FOUND' });
    expect(await set(person.userId, UserRole.UNSPECIFIED)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['role'] });
    expect(await set(person.userId, 99 as UserRole)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['role'] });
    expect(await audit(person.userId)).toEqual([]);
  });

  it('takes nothing from who was staff when the token was made and is no longer', async () => {
    const [staff, former] = [await users.registerStaff(), await users.registerStaff()];
    await staff.client.setUserRole({ userId: former.userId, role: UserRole.CUSTOMER });
    const back = former.client.setUserRole({ userId: former.userId, role: UserRole.STAFF });
    expect(await refusal(back)).toMatchObject({ reason: 'PERMISSION_DENIED' });
  });

  it("takes nobody else's account over with a token that outlived the role or the account", async () => {
    const [staff, demoted, gone] = [
      await users.registerStaff(),
      await users.registerStaff(),
      await users.registerStaff(),
    ];
    const person = await users.register();
    await staff.client.setUserRole({ userId: demoted.userId, role: UserRole.CUSTOMER });
    await gone.client.deleteUser({ userId: gone.userId, password: PASSWORD });
    for (const { client } of [demoted, gone]) {
      const move = { userId: person.userId, updateMask: ['email'], email: `${randomUUID()}@example.com` };
      const denied = { code: 'PERMISSION_DENIED', reason: 'PERMISSION_DENIED' };
      expect(await refusal(client.updateUser(move))).toMatchObject(denied);
    }
    await users.signIn(person.email);
    expect(await audit(person.userId)).toEqual([]);
  });

  it("changes a customer's account without the password, and writes down which fields, not what is in them", async () => {
    const [staff, person] = [await users.registerStaff(), await users.register()];
    const email = `${randomUUID()}@example.com`;
    await staff.client.updateUser({
      userId: person.userId,
      updateMask: ['email', 'display_name'],
      email,
      displayName: 'Ada K.',
    });
    await users.signIn(email);
    expect(await audit(person.userId)).toEqual([
      { actor: staff.userId, action: 'UpdateUser', details: { fields: ['email', 'displayName'] } },
    ]);
  });

  it("needs the password for one's own address like everybody", async () => {
    const staff = await users.registerStaff();
    const move = { userId: staff.userId, updateMask: ['email'], email: `${randomUUID()}@example.com` };
    expect(await refusal(staff.client.updateUser(move))).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    await staff.client.updateUser({ ...move, currentPassword: PASSWORD });
  });

  it('lists accounts by address over pages, by prefix and by role', async () => {
    const staff = await users.registerStaff();
    for (const name of ['_b', 'aa', '%c', 'AB', 'zz']) await users.register(`list-${name}@example.com`);
    const list = async (emailPrefix: string, pageSize: number) => {
      const emails: string[] = [];
      for (let pageToken = ''; ;) {
        const page = await staff.client.listUsers({ emailPrefix, pageSize, pageToken });
        emails.push(...page.users.map(({ email }) => email));
        if (page.nextPageToken === '') return emails;
        pageToken = page.nextPageToken;
      }
    };
    const sorted = ['%c', '_b', 'aa', 'AB', 'zz'].map((name) => `list-${name}@example.com`);
    expect(await list('LIST-', 2)).toEqual(sorted);
    expect(await list('list-a', 1)).toEqual(['list-aa@example.com', 'list-AB@example.com']);
    expect(await list('list-_', 1)).toEqual(['list-_b@example.com']);
    const byRole = await staff.client.listUsers({ role: UserRole.STAFF, pageSize: 100 });
    expect(byRole.users.length).toBeGreaterThan(0);
    expect(byRole.users.every(({ role }) => role === UserRole.STAFF)).toBe(true);
    const { nextPageToken } = await staff.client.listUsers({ emailPrefix: 'list-', pageSize: 1 });
    const other = staff.client.listUsers({ emailPrefix: 'li', pageSize: 1, pageToken: nextPageToken });
    expect(await refusal(other)).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_PAGE_TOKEN' });
  });

  it('keeps its last member, also when two at once would make each other the last', async () => {
    await users.pool.query(`UPDATE users SET role = 'customer'`);
    const [one, two] = [await users.registerStaff(), await users.registerStaff()];
    const results = await Promise.allSettled([
      one.client.setUserRole({ userId: two.userId, role: UserRole.CUSTOMER }),
      two.client.setUserRole({ userId: one.userId, role: UserRole.CUSTOMER }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { rows } = await users.pool.query<{ id: string }>(`SELECT id FROM users WHERE role = 'staff'`);
    const last = rows.length === 1 && rows[0]?.id === one.userId ? one : two;
    const stepDown = refusal(last.client.setUserRole({ userId: last.userId, role: UserRole.CUSTOMER }));
    const leave = refusal(last.client.deleteUser({ userId: last.userId, password: PASSWORD }));
    expect(await stepDown).toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'LAST_STAFF' });
    expect(await leave).toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'LAST_STAFF' });
    expect(users.orders.erased).not.toContain(last.userId);
  });
});
