import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStoreForTests } from '../../test/store-for-tests.ts';

const RETRY_MS = 120_000;

const store = await openStoreForTests();
const userId = randomUUID();
beforeAll(async () => {
  const account = { userId, email: 'a@example.com', displayName: 'A', role: 'customer' } as const;
  await store.users.create({ ...account, passwordHash: '$argon2id$' });
});
beforeEach(() => store.pool.query('DELETE FROM order_mails'));
afterAll(() => store.drop());

const newMail = () => ({ noticeId: randomUUID(), userId, subject: 'Subject', text: 'text' });

/** Minutes until a mail of some age is tried again after the try that is due now; null for never. */
async function pauseAtAge(age: string): Promise<number | null> {
  const mail = newMail();
  await store.orderMails.add([mail]);
  await store.pool.query('UPDATE order_mails SET created_at = now() - $1::interval', [age]);
  const [claimed] = await store.orderMails.claim(10, RETRY_MS);
  expect(claimed?.noticeId).toBe(mail.noticeId);
  const { rows } = await store.pool.query<{ minutes: number | null }>(
    'SELECT round(extract(epoch FROM due_at - now()) / 60)::int AS minutes FROM order_mails',
  );
  await store.pool.query('DELETE FROM order_mails');
  const { minutes } = rows[0]!;
  expect(claimed?.isLastTry).toBe(minutes === null);
  return minutes;
}

describe('claim', () => {
  it('gives each mail to one of many, with the address that its account has now', async () => {
    const mails = Array.from({ length: 40 }, newMail);
    await store.orderMails.add(mails);
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.orderMails.claim(7, RETRY_MS)));
    const claimed = claims.flat();
    expect(claimed.map(({ noticeId }) => noticeId).sort()).toEqual(mails.map(({ noticeId }) => noticeId).sort());
    expect(new Set(claimed.map(({ email }) => email))).toEqual(new Set(['a@example.com']));
  });

  it('puts a mail off for as long as it is old, and gives it up after two days', async () => {
    expect(await pauseAtAge('0 minutes')).toBe(2);
    expect(await pauseAtAge('30 minutes')).toBe(30);
    expect(await pauseAtAge('47 hours')).toBe(47 * 60);
    expect(await pauseAtAge('49 hours')).toBeNull();
  });
});
