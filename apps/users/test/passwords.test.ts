import { randomUUID } from 'node:crypto';
import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, UsersForTests } from './users-for-tests.ts';

const NEW_PASSWORD = 'staple battery horse';
const INVALID = { code: 'INVALID_ARGUMENT', reason: 'INVALID_RESET_TOKEN', fields: ['reset_token'] };

describe('passwords', () => {
  let users: UsersForTests;
  beforeAll(async () => {
    users = await UsersForTests.start({ RESET_LIMIT_PER_ACCOUNT: '5' });
  });
  afterAll(() => users.stop());

  /** Asks for a reset and reads the token from the mail. */
  async function mailedToken(email: string): Promise<string> {
    const before = users.mails().length;
    await users.client().requestPasswordReset({ email });
    await expect.poll(() => users.mails().length).toBe(before + 1);
    return /^[\w-]{43}$/m.exec(users.mails().at(-1)!)![0];
  }
  const reset = (resetToken: string, newPassword = NEW_PASSWORD) =>
    users.client().resetPassword({ resetToken, newPassword });

  it('mails a token that a person can read and use, once', async () => {
    const person = await users.register();
    const resetToken = await mailedToken(person.email.toUpperCase());
    const mail = users.mails().at(-1);
    expect(mail).toContain(`To: ${person.email}`);
    expect(mail).toContain('From: Bookstore <bookstore@localhost>');
    expect(mail).toContain('bookstore account reset');
    expect(mail).toContain('within 30 minutes');
    await reset(resetToken);
    await users.signIn(person.email, NEW_PASSWORD);
    expect(await refusal(users.signIn(person.email))).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    expect(await refusal(reset(resetToken, 'another good one'))).toMatchObject(INVALID);
  });

  it('ends every session and every other reset token', async () => {
    const person = await users.register();
    const [first, second] = [await mailedToken(person.email), await mailedToken(person.email)];
    await reset(second);
    const { refreshToken } = person;
    expect(await refusal(users.client().refreshSession({ refreshToken }))).toMatchObject({
      reason: 'INVALID_REFRESH_TOKEN',
    });
    expect(await refusal(reset(first))).toMatchObject(INVALID);
  });

  it('lets one of two resets with one token through', async () => {
    const { email } = await users.register();
    const resetToken = await mailedToken(email);
    const results = await Promise.allSettled([reset(resetToken), reset(resetToken)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('keeps the token when the new password is refused', async () => {
    const { email } = await users.register();
    const resetToken = await mailedToken(email);
    expect(await refusal(reset(resetToken, 'password1'))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      reason: 'PASSWORD_TOO_COMMON',
      fields: ['new_password'],
    });
    await reset(resetToken);
  });

  it('takes neither an unknown token nor one whose time is over', async () => {
    const { email, userId } = await users.register();
    const resetToken = await mailedToken(email);
    await users.pool.query(`UPDATE password_reset_tokens SET expires_at = now() WHERE user_id = $1`, [userId]);
    expect(await refusal(reset(resetToken))).toMatchObject(INVALID);
    expect(await refusal(reset('unknown'))).toMatchObject(INVALID);
  });

  it('keeps reset tokens as hashes only', async () => {
    const { email, userId } = await users.register();
    const resetToken = await mailedToken(email);
    const { rows } = await users.pool.query('SELECT 1 FROM password_reset_tokens WHERE user_id = $1', [userId]);
    expect(rows).toHaveLength(1);
    expect(await users.dump()).not.toContain(resetToken);
  });

  it('answers the same for an address that nobody has, and mails nothing', async () => {
    const { email } = await users.register();
    const before = users.mails().length;
    const unknown = await users.client().requestPasswordReset({ email: `${randomUUID()}@example.com` });
    const known = await users.client().requestPasswordReset({ email });
    expect(unknown).toEqual(known);
    await expect.poll(() => users.mails().length).toBe(before + 1);
    expect(users.mails().at(-1)).toContain(email);
  });

  it('forgets a token that was mailed to an address the account no longer has', async () => {
    const { client, userId, email } = await users.register();
    const resetToken = await mailedToken(email);
    const next = `${randomUUID()}@example.com`;
    await client.updateUser({ userId, updateMask: ['email'], email: next, currentPassword: PASSWORD });
    expect(await refusal(reset(resetToken))).toMatchObject(INVALID);
  });

  it('changes the password and ends the other sessions, not the present one', async () => {
    const person = await users.register();
    const other = await users.signIn(person.email);
    await person.client.changePassword({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
    await users.signIn(person.email, NEW_PASSWORD);
    await users.client().refreshSession({ refreshToken: person.refreshToken });
    const refused = await refusal(users.client().refreshSession({ refreshToken: other.refreshToken }));
    expect(refused).toMatchObject({ reason: 'INVALID_REFRESH_TOKEN' });
  });

  it('refuses to change the password without the old one, and to a common one', async () => {
    const { client } = await users.register();
    const wrong = await refusal(client.changePassword({ currentPassword: 'wrong', newPassword: NEW_PASSWORD }));
    expect(wrong).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'INVALID_CREDENTIALS' });
    const common = await refusal(client.changePassword({ currentPassword: PASSWORD, newPassword: 'iloveyou1' }));
    expect(common).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'PASSWORD_TOO_COMMON', fields: ['new_password'] });
  });
});
