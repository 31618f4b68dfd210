import type { DueOrderMail, OrderMailer, OrderMailRepository, OrderNotice } from '../domain/order-mail.ts';
import { orderMailText } from '../domain/order-mail-text.ts';

export interface OrderMailsDeps {
  readonly mails: OrderMailRepository;
  readonly mailer: OrderMailer;
  /** Does work after the answer is given. */
  readonly later: (work: () => Promise<void>) => void;
  /** Milliseconds for which a mail is left, at least, to whoever began to send it. */
  readonly retryMs: number;
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
  let stopping = false;
  return { notify, sendDue, stop: () => void (stopping = true) };

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
    while (!stopping) {
      const due = await mails.claim(AT_ONCE, deps.retryMs);
      const outcomes = await Promise.all(due.map((mail) => sendOne(deps, mail)));
      if (due.length < AT_ONCE || !outcomes.includes(true)) return;
    }
  }
}

/** Whether the mail went out. */
async function sendOne({ mails, mailer, report }: OrderMailsDeps, mail: DueOrderMail): Promise<boolean> {
  try {
    await mailer.sendOrderMail(mail);
    await mails.sent(mail.noticeId);
    return true;
  } catch (error) {
    report(error, mail);
    return false;
  }
}
