import { retrying } from '@bookstore/database';
import type { StockNotice } from '../domain/inventory.ts';
import type { DueOrders } from '../domain/order-repository.ts';
import type { Database } from './database.ts';
import { findOrders, isOneOf } from './find-orders.ts';
import { Prisma } from './gen/client.ts';
import { NO_CURRENCY } from './order-rows.ts';

interface DueOrdersOptions {
  readonly database: Database;
  /** Milliseconds for which a claimed row is left to whoever claimed it. */
  readonly claimMs: number;
  /** Least milliseconds between two look-ups of one payment. */
  readonly paymentCheckAfterMs: number;
}

export function createDueOrders({ database, claimMs, paymentCheckAfterMs }: DueOrdersOptions): DueOrders {
  /** Claims pass over rows that others hold; everything else may meet a deadlock. */
  const write = (statement: Prisma.Sql) => retrying(() => database.$executeRaw(statement));
  return {
    async claimPaymentChecks(limit) {
      const due = await database.$queryRaw<{ order_id: string; overdue: boolean }[]>`
        WITH due AS MATERIALIZED (
          SELECT order_id FROM orders WHERE payment_check_at <= now()
          ORDER BY payment_check_at LIMIT ${limit}::bigint FOR UPDATE SKIP LOCKED
        )
        UPDATE orders SET payment_check_at = ${nextPaymentCheck(paymentCheckAfterMs)}
        FROM due WHERE orders.order_id = due.order_id
        RETURNING orders.order_id, pay_by <= now() AS overdue`;
      const overdue = new Map(due.map((row) => [row.order_id, row.overdue]));
      const orders = await findOrders(database, isOneOf(overdue.keys()));
      return orders.map((order) => ({ order, overdue: overdue.get(order.orderId) === true }));
    },

    async claimStockNotices(limit) {
      const rows = await database.$queryRaw<
        { order_id: string; version: bigint; stock_outcome: StockNotice['outcome'] }[]
      >`
        WITH due AS MATERIALIZED (
          SELECT order_id FROM orders WHERE stock_due_at <= now()
          ORDER BY stock_due_at LIMIT ${limit}::bigint FOR UPDATE SKIP LOCKED
        )
        UPDATE orders SET stock_due_at = now() + ${claimMs}::bigint * interval '1 ms'
        FROM due WHERE orders.order_id = due.order_id
        RETURNING orders.order_id, version, stock_outcome::text`;
      return rows.map(({ order_id, version, stock_outcome }) => {
        return { orderId: order_id, version, outcome: stock_outcome };
      });
    },

    async stockTold(notices) {
      if (notices.length === 0) return;
      await write(Prisma.sql`
        UPDATE orders SET stock_due_at = NULL
        FROM unnest(${notices.map(({ orderId }) => orderId)}::uuid[], ${notices.map(({ outcome }) => outcome)}::text[])
          AS told(order_id, outcome)
        WHERE orders.order_id = told.order_id AND orders.stock_outcome::text = told.outcome`);
    },

    async claimRefunds(limit) {
      const rows = await database.$queryRaw<RefundRow[]>`
        WITH due AS MATERIALIZED (
          SELECT refund_id FROM refunds WHERE due_at <= now()
          ORDER BY due_at LIMIT ${limit}::bigint FOR UPDATE SKIP LOCKED
        ), claimed AS (
          UPDATE refunds SET due_at = now() + ${claimMs}::bigint * interval '1 ms'
          FROM due WHERE refunds.refund_id = due.refund_id
          RETURNING refunds.refund_id, order_id, amount_minor_units
        )
        SELECT refund_id, order_id, amount_minor_units, payment_intent_id, currency_code
        FROM claimed JOIN orders USING (order_id)`;
      return rows.map((row) => ({
        refundId: row.refund_id,
        orderId: row.order_id,
        paymentIntentId: row.payment_intent_id,
        amount: { currencyCode: row.currency_code, minorUnits: row.amount_minor_units },
      }));
    },

    async refundAnswered(refundId, status) {
      await write(Prisma.sql`
        WITH answered AS (
          UPDATE refunds SET status = ${status}::refund_status, due_at = NULL
          WHERE refund_id = ${refundId}::uuid
            AND (status = 'PENDING' OR status = 'DONE' AND ${status}::refund_status = 'FAILED')
          RETURNING refund_id, order_id, amount_minor_units, status, announced
        ), unsaid AS (
          DELETE FROM buyer_notices USING answered
          WHERE buyer_notices.refund_id = answered.refund_id AND event = 'REFUNDED'
        ), notice AS (
          INSERT INTO buyer_notices (order_id, event, refund_id)
          SELECT order_id, CASE answered.status WHEN 'DONE' THEN 'REFUNDED' ELSE 'REFUND_FAILED' END::order_event, refund_id
          FROM answered JOIN orders USING (order_id)
          WHERE user_id IS NOT NULL AND (answered.status = 'FAILED' OR NOT announced)
        )
        UPDATE orders SET refunded_minor_units = refunded_minor_units - amount_minor_units,
          version = version + 1, update_time = now()
        FROM answered WHERE orders.order_id = answered.order_id AND answered.status = 'FAILED'`);
    },

    async decideHolds(orderIds) {
      await write(Prisma.sql`
        WITH closed AS (
          INSERT INTO orders (order_id, status, currency_code, total_minor_units, stock_outcome, stock_due_at)
          SELECT unknown.order_id, 'EXPIRED', ${NO_CURRENCY}, 0, 'RELEASE', now()
          FROM unnest(${[...orderIds]}::uuid[]) AS unknown(order_id)
          ON CONFLICT DO NOTHING
          RETURNING order_id, create_time
        )
        INSERT INTO order_status_changes (order_id, version, status, actor, create_time)
        SELECT order_id, 1, 'EXPIRED', 'SYSTEM', create_time FROM closed`);
      await write(Prisma.sql`
        UPDATE orders SET stock_due_at = now()
        WHERE order_id = ANY(${[...orderIds]}::uuid[]) AND stock_outcome <> 'NONE' AND stock_due_at IS NULL`);
    },
  };
}

/**
 * A payment that stays open is looked up ever less often: many of them must not use up the rate
 * that the payment company allows. It begins anew when the time to pay is over, and the copies are to be freed.
 */
function nextPaymentCheck(paymentCheckAfterMs: number): Prisma.Sql {
  const least = Prisma.sql`${paymentCheckAfterMs}::bigint * interval '1 ms'`;
  return Prisma.sql`CASE WHEN pay_by > now()
    THEN least(pay_by, now() + greatest(${least}, (now() - create_time) / 4))
    ELSE now() + greatest(${least}, (now() - pay_by) / 4) END`;
}

interface RefundRow {
  readonly refund_id: string;
  readonly order_id: string;
  readonly amount_minor_units: bigint;
  readonly payment_intent_id: string;
  readonly currency_code: string;
}
