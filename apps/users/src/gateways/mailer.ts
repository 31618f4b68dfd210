import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@bookstore/service-kit';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { OrderMailer } from '../domain/order-mail.ts';
import type { Mailer } from '../domain/password-reset.ts';
import { passwordResetMail } from './password-reset-mail.ts';

export interface MailerConfig {
  readonly SMTP_URL?: string | undefined;
  readonly MAIL_DIRECTORY?: string | undefined;
  readonly MAIL_FROM: string;
}

/** The name is what the mail is kept under where mails are files: a mail of the same name takes its place. */
type Send = (mail: SendMailOptions, name: string) => Promise<void>;

const SMTP_TIMEOUT_MS = 10_000;

/**
 * Sends mails by SMTP, or, without a server, writes each to a file where a person can read it.
 * @throws {ConfigError} when neither is set, or the folder cannot be written to.
 */
export function createMailer(config: MailerConfig): Mailer & OrderMailer {
  const transport = chooseTransport(config);
  const send = async (email: string, mail: SendMailOptions, name: string): Promise<void> => {
    try {
      await transport({ ...mail, from: config.MAIL_FROM, to: { name: '', address: email } }, name);
    } catch (error) {
      // What the library throws repeats addresses, which do not belong into a log.
      throw new MailError(error);
    }
  };
  return {
    sendPasswordReset: (email, resetToken, validMinutes) =>
      send(email, passwordResetMail(resetToken, validMinutes), nameOf(new Date(), randomUUID().slice(0, 8))),
    sendOrderMail: ({ email, subject, text, noticeId, createdAt }) => {
      const messageId = `<${noticeId}@${domainOf(config.MAIL_FROM)}>`;
      return send(email, { subject, text, messageId, date: createdAt }, nameOf(createdAt, noticeId));
    },
  };
}

/** Sorts by time. */
function nameOf(time: Date, id: string): string {
  return `${time.toISOString().replaceAll(':', '-')}-${id}`;
}

function domainOf(sender: string): string {
  return /@([^\s<>"]+)/.exec(sender)?.[1] ?? 'localhost';
}

/** A mail that did not go out. */
class MailError extends Error {
  override readonly name = 'MailError';

  constructor(error: unknown) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    super(`a mail could not be sent: ${code}`);
  }
}

function chooseTransport({ SMTP_URL, MAIL_DIRECTORY }: MailerConfig): Send {
  if (SMTP_URL !== undefined) return bySmtp(SMTP_URL);
  if (MAIL_DIRECTORY !== undefined) return toFolder(MAIL_DIRECTORY);
  throw new ConfigError('SMTP_URL is not set: set it, or MAIL_DIRECTORY to a folder that mails are written to');
}

function bySmtp(url: string): Send {
  const timeouts = {
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
  };
  const transport = createTransport({ url, ...timeouts });
  return async (mail) => {
    await transport.sendMail(mail);
  };
}

function toFolder(directory: string): Send {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
  } catch (cause) {
    throw new ConfigError('MAIL_DIRECTORY: a folder that can be written to is allowed', { cause });
  }
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return async (mail, name) => {
    const { message } = await transport.sendMail(mail);
    // Whoever looks sees whole mails only; they hold secrets, so only their owner does.
    const unfinished = join(directory, `.${name}`);
    await writeFile(unfinished, message, { mode: 0o600 });
    await rename(unfinished, join(directory, `${name}.eml`));
  };
}
