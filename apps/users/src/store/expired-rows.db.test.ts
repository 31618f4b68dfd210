import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { openStoreForTests } from '../../test/store-for-tests.ts';

const DAY_MS = 86_400_000;

const store = await openStoreForTests();
afterAll(() => store.drop());

describe('deleteExpiredRows', () => {
  it('deletes what has run out and keeps the rest', async () => {
    const userId = randomUUID();
    await store.users.create({
      userId,
      email: 'a@example.com',
      displayName: 'A',
      passwordHash: '$argon2id$',
      role: 'customer',
    });
    const now = Date.now();
    for (const [name, days] of [
      ['old', -1],
      ['live', 1],
    ] as const) {
      const at = new Date(now + days * DAY_MS);
      await store.sessions.open({
        userVersion: 1,
        ...{ sessionId: randomUUID(), userId, clientName: name, clientAddress: name, sourceAddress: name },
        ...{ tokenHash: name, now: new Date(now + days * 91 * DAY_MS), expiresAt: at },
      });
      await store.resetTokens.add({ tokenHash: name, userId, expiresAt: at });
      await store.pool.query('INSERT INTO throttles VALUES ($1, 1, $2)', [name, at.getTime()]);
      await store.orderMails.add([{ noticeId: randomUUID(), userId, subject: name, text: name }]);
      const acceptedAt = new Date(now + days * 31 * DAY_MS);
      await store.pool.query('UPDATE order_mails SET created_at = $1 WHERE subject = $2', [acceptedAt, name]);
    }

    await store.deleteExpired();

    const left = await store.pool.query(`
      SELECT client_name FROM sessions UNION ALL SELECT token_hash FROM refresh_tokens
      UNION ALL SELECT token_hash FROM password_reset_tokens UNION ALL SELECT key FROM throttles
      UNION ALL SELECT address FROM sign_in_sources UNION ALL SELECT subject FROM order_mails`);
    expect(left.rows).toEqual(Array.from({ length: 6 }, () => ({ client_name: 'live' })));
    expect(await store.users.find(userId)).toBeDefined();
  });
});
