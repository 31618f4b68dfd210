import { retrying } from '@bookstore/database';
import type { BuyerEvent, BuyerNotice, DueBuyerNotices } from '../domain/buyer-notice.ts';
import type { Order } from '../domain/order.ts';
import type { Database } from './database.ts';
import { orderOf, WITH_LINES } from './order-rows.ts';

interface NoticeRow {
  readonly notice_id: string;
  readonly user_id: string;
  readonly order_id: string;
  readonly event: BuyerEvent['kind'];
  /** Of the refund that it speaks of. */
  readonly amount: bigint | null;
}

/** `claimMs`: milliseconds for which a claimed notice is left to whoever claimed it. */
export function createDueBuyerNotices(database: Database, claimMs: number): DueBuyerNotices {
  return {
    async claim(limit) {
      const rows = await claimRows(database, limit, claimMs);
      if (rows.length === 0) return [];
      const orders = await database.order.findMany({
        where: { orderId: { in: rows.map(({ order_id }) => order_id) } },
        include: WITH_LINES,
      });
      const known = new Map(orders.map((order) => [order.orderId, orderOf(order)]));
      return rows.map((row) => toNotice(row, known.get(row.order_id)));
    },

    async told(notices) {
      if (notices.length === 0) return;
      const noticeIds = notices.map(({ noticeId }) => noticeId);
      await retrying(() => database.buyerNotice.deleteMany({ where: { noticeId: { in: noticeIds } } }));
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
    SELECT notice_id, user_id, claimed.order_id, event::text, amount_minor_units AS amount
    FROM claimed LEFT JOIN refunds USING (refund_id)`;
}

function toNotice(row: NoticeRow, order: Order | undefined): BuyerNotice {
  if (!order) throw new Error(`order ${row.order_id} is gone`);
  return { noticeId: row.notice_id, userId: row.user_id, orderId: row.order_id, event: toEvent(row, order) };
}

function toEvent({ event, amount, order_id }: NoticeRow, { lines, total, shipment }: Order): BuyerEvent {
  const money = (minorUnits: bigint) => ({ ...total, minorUnits });
  switch (event) {
    case 'CONFIRMED':
      return { kind: event, lines, total };
    case 'SHIPPED':
      if (!shipment) throw new Error(`order ${order_id} was shipped by nobody`);
      return { kind: event, shipment };
    case 'CANCELLED':
      return { kind: event, refund: amount === null ? undefined : money(amount) };
    case 'REFUNDED':
    case 'REFUND_FAILED':
      return { kind: event, amount: money(amount ?? 0n) };
  }
}
