import { setTimeout as sleep } from 'node:timers/promises';
import type { DueOrderMail, OrderMailer, OrderMailRepository, OrderNotice } from '../domain/order-mail.ts';
import { orderMailText } from '../domain/order-mail-text.ts';

export interface OrderMailsDeps {
  readonly mails: OrderMailRepository;
  readonly mailer: OrderMailer;
  /** Does work after the answer is given. */
  readonly later: (work: () => Promise<void>) => void;
  /** Milliseconds for which a mail is left, at least, to whoever began to send it. */
  readonly retryMs: number;
  /** Most mails that are begun in a second; the others wait for theirs. */
  readonly perSecond: number;
  /** Told of a mail that could not be sent, or not be noted as sent; unless that was its last try, it is due again later. */
  readonly report: (error: unknown, mail: DueOrderMail) => void;
}

export interface OrderMails {
  /** Takes notices on: once this resolves they are mailed, whatever dies. Those known already change nothing. */
  notify(notices: readonly OrderNotice[]): Promise<void>;
  /** Sends what is due. */
  sendDue(): Promise<void>;
  /** Begins no more mails; what is left is due for whoever runs next. */
  stop(): void;
}

/** Mails that are on their way at once; as many may be sent twice by SMTP when the process is killed. */
const AT_ONCE = 8;

export function createOrderMails(deps: OrderMailsDeps): OrderMails {
  const { mails, later } = deps;
  let sending: Promise<void> | undefined;
  let planned = false;
  const stopping = new AbortController();
  return { notify, sendDue, stop: () => stopping.abort() };

  async function notify(notices: readonly OrderNotice[]): Promise<void> {
    const texts = notices.map((notice) => ({ ...orderMailText(notice), ...notice }));
    await mails.add(texts.map(({ noticeId, userId, subject, text }) => ({ noticeId, userId, subject, text })));
    if (!planned) later(sendSoon);
    planned = true;
  }

  function sendSoon(): Promise<void> {
    planned = false;
    return sendDue();
  }

  function sendDue(): Promise<void> {
    sending ??= sendAll().finally(() => (sending = undefined));
    return sending;
  }

  /** Where not one mail of a round goes out, the others are spared the try for now. */
  async function sendAll(): Promise<void> {
    const { signal } = stopping;
    while (!signal.aborted) {
      const pause = sleep((1_000 * AT_ONCE) / deps.perSecond, undefined, { signal }).catch(() => undefined);
      const due = await mails.claim(AT_ONCE, deps.retryMs);
      const sent = (await Promise.all(due.map((mail) => sendOne(deps, mail)))).filter((mail) => mail !== undefined);
      await noteSent(deps, sent);
      if (due.length < AT_ONCE || sent.length === 0) return;
      await pause;
    }
  }
}

/** The mail, if it went out. */
async function sendOne({ mailer, report }: OrderMailsDeps, mail: DueOrderMail): Promise<DueOrderMail | undefined> {
  try {
    await mailer.sendOrderMail(mail);
    return mail;
  } catch (error) {
    report(error, mail);
    return undefined;
  }
}

async function noteSent({ mails, report }: OrderMailsDeps, sent: readonly DueOrderMail[]): Promise<void> {
  try {
    await mails.sent(sent.map(({ noticeId }) => noticeId));
  } catch (error) {
    for (const mail of sent) report(error, mail);
  }
}
