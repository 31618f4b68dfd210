import { retrying } from '@bookstore/database';
import type { DueOrderMail, NewOrderMail, OrderMailRepository } from '../domain/order-mail.ts';
import type { PrismaClient } from './gen/client.ts';

interface DueRow {
  readonly notice_id: string;
  readonly email: string;
  readonly subject: string;
  readonly text: string;
  readonly created_at: Date;
  readonly is_last_try: boolean;
}

export class PrismaOrderMailRepository implements OrderMailRepository {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  /**
   * Holds the accounts while it writes: an account that is being deleted is waited for, and then not
   * there. In one order, so that two that add the same mails take turns.
   */
  async add(mails: readonly NewOrderMail[]): Promise<void> {
    const column = (name: keyof NewOrderMail) => mails.map((mail) => mail[name]);
    await retrying(
      () => this.#prisma.$executeRaw`
        WITH owner AS MATERIALIZED (
          SELECT id FROM users WHERE id = ANY(${column('userId')}::uuid[]) ORDER BY id FOR KEY SHARE
        )
        INSERT INTO order_mails (notice_id, user_id, subject, text)
        SELECT mail.notice_id, owner.id, mail.subject, mail.text
        FROM unnest(${column('noticeId')}::uuid[], ${column('userId')}::uuid[], ${column('subject')}::text[],
          ${column('text')}::text[]) AS mail(notice_id, user_id, subject, text)
        JOIN owner ON owner.id = mail.user_id
        ORDER BY mail.notice_id
        ON CONFLICT DO NOTHING`,
    );
  }

  /** The pause is as long as the mail is old, so that it doubles; who is two days old is tried a last time. */
  async claim(limit: number, retryMs: number): Promise<readonly DueOrderMail[]> {
    const rows = await this.#prisma.$queryRaw<DueRow[]>`
      WITH due AS MATERIALIZED (
        SELECT notice_id FROM order_mails WHERE due_at <= now()
        ORDER BY due_at LIMIT ${limit}::bigint FOR UPDATE SKIP LOCKED
      ), claimed AS (
        UPDATE order_mails SET due_at = CASE WHEN created_at > now() - interval '2 days'
          THEN now() + greatest(${retryMs}::bigint * interval '1 ms', now() - created_at) END
        FROM due WHERE order_mails.notice_id = due.notice_id
        RETURNING order_mails.notice_id, user_id, subject, text, order_mails.created_at, order_mails.due_at IS NULL AS is_last_try
      )
      SELECT notice_id, email, subject, text, claimed.created_at, is_last_try FROM claimed JOIN users ON users.id = user_id`;
    return rows.map(({ notice_id, email, subject, text, created_at, is_last_try }) => {
      return { noticeId: notice_id, email, subject, text, createdAt: created_at, isLastTry: is_last_try };
    });
  }

  async sent(noticeIds: readonly string[]): Promise<void> {
    if (noticeIds.length === 0) return;
    await this.#prisma.$executeRaw`
      UPDATE order_mails SET due_at = NULL, subject = NULL, text = NULL
      WHERE notice_id = ANY(${[...noticeIds]}::uuid[])`;
  }
}
