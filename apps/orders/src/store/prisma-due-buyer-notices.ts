import { retrying } from '@bookstore/database';
import type { BoughtLine, BuyerEvent, BuyerNotice, DueBuyerNotices } from '../domain/buyer-notice.ts';
import type { Database } from './database.ts';

interface NoticeRow {
  readonly notice_id: string;
  readonly user_id: string;
  readonly order_id: string;
  readonly event: BuyerEvent['kind'];
  /** Of the refund that it speaks of. */
  readonly amount: bigint | null;
  readonly currency_code: string;
  readonly total: bigint;
  readonly carrier: string | null;
  readonly tracking_number: string | null;
  readonly lines: readonly { readonly title: string; readonly quantity: number; readonly price: string }[];
}

/** `claimMs`: milliseconds for which a claimed notice is left to whoever claimed it. */
export function createDueBuyerNotices(database: Database, claimMs: number): DueBuyerNotices {
  return {
    async claim(limit) {
      return (await claimRows(database, limit, claimMs)).map(toNotice);
    },

    async told(notices) {
      if (notices.length === 0) return;
      const noticeIds = notices.map(({ noticeId }) => noticeId);
      await retrying(() => database.$executeRaw`DELETE FROM buyer_notices WHERE notice_id = ANY(${noticeIds}::uuid[])`);
    },
  };
}

/** What was for an account that was erased since goes unsaid. */
function claimRows(database: Database, limit: number, claimMs: number): Promise<readonly NoticeRow[]> {
  return database.$queryRaw<NoticeRow[]>`
    WITH due AS MATERIALIZED (
      SELECT notice_id, user_id FROM buyer_notices JOIN orders USING (order_id) WHERE due_at <= now()
      ORDER BY due_at LIMIT ${limit}::bigint FOR UPDATE OF buyer_notices SKIP LOCKED
    ), unsaid AS (
      DELETE FROM buyer_notices USING due
      WHERE buyer_notices.notice_id = due.notice_id AND user_id IS NULL
    ), claimed AS (
      UPDATE buyer_notices SET due_at = now() + ${claimMs}::bigint * interval '1 ms'
      FROM due WHERE buyer_notices.notice_id = due.notice_id AND user_id IS NOT NULL
      RETURNING buyer_notices.notice_id, user_id, order_id, event, refund_id
    )
    SELECT notice_id, claimed.user_id, claimed.order_id, event::text, amount_minor_units AS amount, currency_code,
      total_minor_units AS total, carrier, tracking_number, coalesce(lines, '[]') AS lines
    FROM claimed
    JOIN orders ON orders.order_id = claimed.order_id
    LEFT JOIN refunds ON refunds.refund_id = claimed.refund_id
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(
        jsonb_build_object('title', title, 'quantity', quantity, 'price', unit_price_minor_units::text) ORDER BY position
      ) AS lines
      FROM order_lines WHERE order_lines.order_id = claimed.order_id AND event = 'CONFIRMED'
    ) AS bought ON true`;
}

function toNotice(row: NoticeRow): BuyerNotice {
  return { noticeId: row.notice_id, userId: row.user_id, orderId: row.order_id, event: toEvent(row) };
}

function toEvent({
  event,
  order_id,
  amount,
  total,
  currency_code,
  carrier,
  tracking_number,
  lines,
}: NoticeRow): BuyerEvent {
  const money = (minorUnits: bigint) => ({ currencyCode: currency_code, minorUnits });
  switch (event) {
    case 'CONFIRMED':
      return {
        kind: event,
        lines: lines.map(({ title, quantity, price }): BoughtLine => {
          return { title, quantity, unitPrice: money(BigInt(price)) };
        }),
        total: money(total),
      };
    case 'SHIPPED':
      if (carrier === null) throw new Error(`order ${order_id} was shipped by nobody`);
      return { kind: event, shipment: { carrier, trackingNumber: tracking_number ?? '' } };
    case 'CANCELLED':
      return { kind: event, refund: amount === null ? undefined : money(amount) };
    case 'REFUNDED':
    case 'REFUND_FAILED':
      return { kind: event, amount: money(amount ?? 0n) };
  }
}
