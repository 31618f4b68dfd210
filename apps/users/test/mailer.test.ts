import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMailer } from '../src/gateways/mailer.ts';
import { SmtpStandIn } from './smtp-stand-in.ts';

const MAIL_FROM = 'The Shop <shop@example.com>';

describe('the mailer', () => {
  it('sends by SMTP, and says nothing of addresses when a server takes no mail', async () => {
    const smtp = await SmtpStandIn.start('nobody@example.com');
    const mailer = createMailer({ SMTP_URL: smtp.url, MAIL_FROM });
    await mailer.sendPasswordReset('ada@example.com', 'the-token', 30);
    expect(smtp.mails).toHaveLength(1);
    expect(smtp.mails[0]).toContain(`From: ${MAIL_FROM}\n`);
    expect(smtp.mails[0]).toContain('To: ada@example.com\n');
    expect(smtp.mails[0]).toContain('\nthe-token\n');
    const error = await mailer
      .sendPasswordReset('nobody@example.com', 'the-token', 30)
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toBe('MailError: a mail could not be sent: EENVELOPE');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/nobody|the-token/);
    await smtp.stop();
  });

  it('keeps mails in a folder from the eyes of other users of the machine', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mails-'));
    await createMailer({ MAIL_DIRECTORY: directory, MAIL_FROM }).sendPasswordReset('ada@example.com', 'the-token', 30);
    const names = readdirSync(directory);
    expect(names).toEqual([expect.stringMatching(/^2\d{3}-.*\.eml$/)]);
    expect(statSync(join(directory, names[0]!)).mode & 0o777).toBe(0o600);
    rmSync(directory, { recursive: true });
  });
});
