import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotificationServiceDefinition, type OrderNotice } from '@bookstore/contracts/users/v1/notification_service';
import { connectService, ServiceIdentity } from '@bookstore/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SmtpStandIn } from './smtp-stand-in.ts';
import { PASSWORD, type Person, UsersForTests } from './users-for-tests.ts';

const QUICK = { MAIL_SWEEP_MS: '50', MAIL_RETRY_MS: '3000' };

let users: UsersForTests;
let ada: Person;
const keys = mkdtempSync(join(tmpdir(), 'order-mails-'));
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const identity = new ServiceIdentity('orders', privateKey.export({ format: 'pem', type: 'pkcs8' }));

beforeAll(async () => {
  writeFileSync(join(keys, 'orders.pem'), publicKey.export({ format: 'pem', type: 'spki' }));
  users = await UsersForTests.start({ ...QUICK, TRUSTED_SERVICES_DIR: keys });
  ada = await users.register();
});
afterAll(async () => {
  await users.stop();
  rmSync(keys, { recursive: true });
});

/** Hands notices in as orders does. */
async function notify(...notices: readonly OrderNotice[]): Promise<void> {
  const connection = connectService({ service: 'users', address: users.address, identity, timeoutMs: 10_000 });
  try {
    await connection.client(NotificationServiceDefinition).notifyOrder({ notices: [...notices] });
  } finally {
    connection.close();
  }
}

function shipped({ userId }: Pick<Person, 'userId'>, trackingNumber: string = randomUUID()): OrderNotice {
  const event = { $case: 'shipped', value: { carrier: 'Bring', trackingNumber } } as const;
  return { noticeId: randomUUID(), userId, orderId: randomUUID(), event };
}

const mailsWith = (text: string) => users.mails().filter((mail) => mail.includes(text));

/** Mails that are not sent yet. */
async function waiting(): Promise<number> {
  return (await users.pool.query('SELECT FROM order_mails WHERE due_at IS NOT NULL')).rowCount ?? 0;
}

describe('NotifyOrder', () => {
  it('mails what was ordered, shipped, called off and given back or not to the address of the account', async () => {
    const orderId = randomUUID();
    const USD = (minorUnits: bigint) => ({ currencyCode: 'USD', minorUnits });
    const lines = [{ title: 'The Odyssey', quantity: 2, unitPrice: USD(1299n) }];
    const notices = [
      { ...shipped(ada, 'B-17'), orderId },
      { ...shipped(ada), orderId, event: { $case: 'confirmed', value: { lines, total: USD(2598n) } } } as const,
      { ...shipped(ada), orderId, event: { $case: 'refunded', value: { amount: USD(1299n) } } } as const,
      { ...shipped(ada), orderId, event: { $case: 'cancelled', value: { refund: USD(1300n) } } } as const,
      { ...shipped(ada), orderId, event: { $case: 'refundFailed', value: { amount: USD(1301n) } } } as const,
    ];
    await notify(...notices);
    await expect.poll(() => mailsWith(orderId).length).toBe(notices.length);
    for (const mail of mailsWith(orderId)) expect(mail).toContain(`To: ${ada.email}\n`);
    const all = mailsWith(orderId).join('\n');
    for (const text of [
      '2 x The Odyssey, $12.99 each',
      'Total: $25.98',
      'Tracking number: B-17',
      'given back $12.99',
      'You get $13.00 back',
      'give back $13.01',
    ]) {
      expect(all).toContain(text);
    }
    for (const { noticeId } of notices) expect(all).toContain(`Message-ID: <${noticeId}@localhost>`);
  });

  it('mails a notice once, however many hand it in at once and again', async () => {
    const notices = Array.from({ length: 20 }, () => shipped(ada, 'the same parcel'));
    const turned = notices.toReversed();
    await Promise.all(Array.from({ length: 10 }, (_, index) => notify(...(index % 2 ? notices : turned))));
    await expect.poll(waiting).toBe(0);
    await notify(...notices);
    const { noticeId } = shipped(ada);
    await notify({ ...shipped(ada, 'the last parcel'), noticeId });
    await expect.poll(() => mailsWith('the last parcel').length).toBe(1);
    expect(mailsWith('the same parcel')).toHaveLength(notices.length);
  });

  it('forgets what a mail said once it is sent', async () => {
    await notify(shipped(ada, 'a secret parcel'));
    await expect.poll(() => mailsWith('a secret parcel').length).toBe(1);
    await expect.poll(waiting).toBe(0);
    expect(await users.dump()).not.toContain('a secret parcel');
  });

  it('takes on what is for nobody, and mails the others', async () => {
    const nobody = { userId: randomUUID() };
    await notify(shipped(nobody, 'for nobody'), shipped(ada, 'for somebody'));
    await expect.poll(() => mailsWith('for somebody').length).toBe(1);
    expect(mailsWith('for nobody')).toEqual([]);
  });

  it('mails nothing to an erased account, and keeps nothing of it', async () => {
    const leaver = await users.register();
    const notice = shipped(leaver, 'never arrives');
    await users.pool.query(
      `INSERT INTO order_mails (notice_id, user_id, subject, text, due_at)
       VALUES ($1, $2, 'never arrives', 'never arrives', now() + interval '1 day')`,
      [notice.noticeId, leaver.userId],
    );
    await leaver.client.deleteUser({ userId: leaver.userId, password: PASSWORD });
    await notify(notice, shipped(ada, 'after that'));
    await expect.poll(() => mailsWith('after that').length).toBe(1);
    expect(mailsWith('never arrives')).toEqual([]);
    expect(await users.dump()).not.toContain(leaver.userId);
  });
});

describe('a process that dies', () => {
  /** As a process leaves it that was killed before it sent the mail, or after that and before it could say so. */
  const leftBehind = (noticeId: string) =>
    users.pool.query(
      `INSERT INTO order_mails (notice_id, user_id, subject, text, due_at, created_at)
       VALUES ($1, $2, 'Left behind', 'left behind', now() - interval '1 s', '2026-11-25T12:00:00Z')
       ON CONFLICT (notice_id) DO UPDATE SET subject = 'Left behind', text = 'left behind', due_at = now()`,
      [noticeId, ada.userId],
    );

  it('leaves a mail to the next, and in a folder there is one whether it was sent or not', async () => {
    const noticeId = randomUUID();
    for (const time of ['killed before', 'killed after']) {
      await leftBehind(noticeId);
      await expect.poll(waiting).toBe(0);
      expect(mailsWith(noticeId), time).toHaveLength(1);
    }
  });
});

describe('a mail server that takes nothing', () => {
  it('gets each mail once, when it does again', async () => {
    const smtp = await SmtpStandIn.start('nobody@example.com');
    await smtp.stop();
    await users.restart({ SMTP_URL: smtp.url });
    const notices = Array.from({ length: 12 }, () => shipped(ada, 'after the storm'));
    await notify(...notices);
    await expect.poll(() => retried(notices)).toBeGreaterThan(0);
    await smtp.startAgain();
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
    await notify(...notices, shipped(ada, 'a calm day'));
    await expect.poll(() => smtp.mails.filter((mail) => mail.includes('a calm day')).length).toBe(1);
    const ids = smtp.mails.map((mail) => /Message-ID: <(.*)@/i.exec(mail)?.[1]);
    for (const { noticeId } of notices) expect(ids.filter((id) => id === noticeId)).toHaveLength(1);
    await users.restart();
    await smtp.stop();
  });

  /** How many of the mails were tried and put off. */
  async function retried(notices: readonly OrderNotice[]): Promise<number> {
    const { rowCount } = await users.pool.query(
      'SELECT FROM order_mails WHERE notice_id = ANY($1) AND due_at > created_at',
      [notices.map(({ noticeId }) => noticeId)],
    );
    return rowCount ?? 0;
  }
});
