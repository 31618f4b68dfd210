import { expect, it } from 'vitest';
import type { DueOrderMail } from '../domain/order-mail.ts';
import { createOrderMails } from './order-mails.ts';

const mail = (noticeId: string): DueOrderMail => {
  return { noticeId, email: 'ada@example.com', subject: '', text: '', createdAt: new Date(), isLastTry: false };
};

/** Twenty mails that are due, at eighty a second and so a round of eight each tenth of one. */
function paced() {
  const due = Array.from({ length: 20 }, (_, index) => mail(String(index)));
  const rounds: number[] = [];
  const sent: string[] = [];
  const mails = createOrderMails({
    mails: {
      add: () => Promise.resolve(),
      claim: (limit) => {
        rounds.push(performance.now());
        return Promise.resolve(due.splice(0, limit));
      },
      sent: (noticeIds) => Promise.resolve(void sent.push(...noticeIds)),
    },
    mailer: { sendOrderMail: () => Promise.resolve() },
    later: (work) => void work(),
    retryMs: 1_000,
    perSecond: 80,
    report: (error) => {
      throw error;
    },
  });
  return { mails, rounds, sent };
}

it('begins no more mails in a second than it may', async () => {
  const { mails, rounds, sent } = paced();
  await mails.sendDue();
  expect(sent).toHaveLength(20);
  expect(rounds).toHaveLength(3);
  // Timers may go off a millisecond early.
  expect(rounds[2]! - rounds[0]!).toBeGreaterThan(195);
});

it('does not wait for its next turn when it is stopped', async () => {
  const { mails, rounds, sent } = paced();
  const sending = mails.sendDue();
  await expect.poll(() => sent.length, { interval: 1 }).toBe(8);
  mails.stop();
  await sending;
  expect(rounds).toHaveLength(1);
});
