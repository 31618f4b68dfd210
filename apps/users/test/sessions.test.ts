import { randomUUID } from 'node:crypto';
import { refusal } from '@bookstore/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, UsersForTests } from './users-for-tests.ts';

const INVALID = { code: 'UNAUTHENTICATED', reason: 'INVALID_REFRESH_TOKEN' };

describe('sessions', () => {
  let users: UsersForTests;
  beforeAll(async () => {
    users = await UsersForTests.start();
  });
  afterAll(() => users.stop());

  const refresh = async (refreshToken: string) => (await users.client().refreshSession({ refreshToken })).tokens!;
  const forgetGrace = (sessionId: string) =>
    users.pool.query(`UPDATE sessions SET last_used_at = last_used_at - interval '11 s' WHERE id = $1`, [sessionId]);

  it('trades a refresh token for a new pair of the same session', async () => {
    const person = await users.register();
    const tokens = await refresh(person.refreshToken);
    expect(tokens.sessionId).toBe(person.sessionId);
    expect(tokens.refreshToken).not.toBe(person.refreshToken);
    const days = (tokens.refreshTokenExpireTime!.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(30, 2);
    await users.client(tokens.accessToken).getUser({ userId: person.userId });
    await refresh(tokens.refreshToken);
  });

  it('ends the session when a token that was used comes again', async () => {
    const person = await users.register();
    const next = await refresh(person.refreshToken);
    await forgetGrace(person.sessionId);
    expect(await refusal(refresh(person.refreshToken))).toMatchObject(INVALID);
    expect(await refusal(refresh(next.refreshToken))).toMatchObject(INVALID);
  });

  it('repeats a trade whose answer was lost, for a few seconds', async () => {
    const person = await users.register();
    await refresh(person.refreshToken);
    const again = await refresh(person.refreshToken);
    expect(again.sessionId).toBe(person.sessionId);
    await refresh(again.refreshToken);
  });

  it('does not repeat a trade once what it answered was used, and ends the session', async () => {
    const person = await users.register();
    const next = await refresh(person.refreshToken);
    const third = await refresh(next.refreshToken);
    expect(await refusal(refresh(person.refreshToken))).toMatchObject(INVALID);
    expect(await refusal(refresh(third.refreshToken))).toMatchObject(INVALID);
  });

  it('lets one of the two answers of a repeated trade be used', async () => {
    const person = await users.register();
    const [one, two] = await Promise.all([refresh(person.refreshToken), refresh(person.refreshToken)]);
    const next = await refresh(one.refreshToken);
    expect(await refusal(refresh(two.refreshToken))).toMatchObject(INVALID);
    expect(await refusal(refresh(next.refreshToken))).toMatchObject(INVALID);
  });

  it('takes neither an unknown token nor one whose time is over', async () => {
    const person = await users.register();
    expect(await refusal(refresh('unknown'))).toMatchObject(INVALID);
    await users.pool.query(`UPDATE refresh_tokens SET expires_at = now() WHERE session_id = $1`, [person.sessionId]);
    expect(await refusal(refresh(person.refreshToken))).toMatchObject(INVALID);
  });

  it('keeps refresh tokens as hashes only', async () => {
    const person = await users.register();
    const next = await refresh(person.refreshToken);
    const dump = await users.dump();
    expect(dump).toContain(person.sessionId);
    expect(dump).not.toContain(person.refreshToken);
    expect(dump).not.toContain(next.refreshToken);
  });

  it('lists the open sessions of the caller, newest first, over pages', async () => {
    const person = await users.register();
    const others: Person[] = [await users.signIn(person.email), await users.signIn(person.email)];
    await users.register();
    const first = await person.client.listSessions({ pageSize: 2 });
    const second = await person.client.listSessions({ pageSize: 2, pageToken: first.nextPageToken });
    const sessions = [...first.sessions, ...second.sessions];
    expect(second.nextPageToken).toBe('');
    expect(sessions.map(({ sessionId }) => sessionId).sort()).toEqual(
      [person, ...others].map(({ sessionId }) => sessionId).sort(),
    );
    const times = sessions.map(({ createTime }) => createTime!.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(sessions.filter(({ current }) => current).map(({ sessionId }) => sessionId)).toEqual([person.sessionId]);
    expect(sessions[0]).toMatchObject({ clientName: 'tests', clientAddress: '192.0.2.1' });
  });

  it("takes a page token for its own list only, not for another user's", async () => {
    const person = await users.register();
    await users.signIn(person.email);
    const { nextPageToken } = await person.client.listSessions({ pageSize: 1 });
    const eve = await users.register();
    for (const pageToken of [nextPageToken, `${nextPageToken}A`, 'garbage']) {
      const refused = await refusal(eve.client.listSessions({ pageToken }));
      expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_PAGE_TOKEN', fields: ['page_token'] });
    }
  });

  it('ends the present session, or another one of the caller', async () => {
    const person = await users.register();
    const other = await users.signIn(person.email);
    await person.client.revokeSession({ sessionId: other.sessionId.toUpperCase() });
    expect(await refusal(refresh(other.refreshToken))).toMatchObject(INVALID);
    await person.client.revokeSession({});
    expect(await refusal(refresh(person.refreshToken))).toMatchObject(INVALID);
    expect(await refusal(person.client.revokeSession({}))).toMatchObject({ reason: 'SESSION_NOT_FOUND' });
  });

  it("does not find another user's session, nor one that never was", async () => {
    const [person, eve] = [await users.register(), await users.register()];
    for (const sessionId of [person.sessionId, randomUUID()]) {
      const refused = await refusal(eve.client.revokeSession({ sessionId }));
      expect(refused).toMatchObject({
        code: 'NOT_FOUND',
        reason: 'SESSION_NOT_FOUND',
        metadata: { session_id: sessionId },
      });
    }
    await refresh(person.refreshToken);
  });
});
