import type { Snapshot } from './snapshot.ts';

/** An order as it is compared with its copies and its payment; amounts are minor units. */
export interface OrderRow {
  readonly key: string;
  /** The mark of a hold that never became an order: nothing was sold by it. */
  readonly tombstone: boolean;
  readonly status: string;
  readonly stockOutcome: 'NONE' | 'COMMIT' | 'RELEASE' | 'RETURN';
  /** Inventory has taken the outcome. */
  readonly told: boolean;
  /** It has not changed for so long that nothing of it should be in flight. */
  readonly settled: boolean;
  /** Its payment should have been looked up, or its time is over. */
  readonly overdue: boolean;
  readonly currency: string;
  readonly captured: string;
  readonly paymentIntentId: string | null;
  /** Books, copies and prices, by book, in words. */
  readonly lines: string | null;
  readonly refundsDone: string;
  readonly refundsPending: string;
}

export function streamOrders(snapshot: Snapshot, graceMs: number): AsyncGenerator<OrderRow> {
  return snapshot.stream(SQL, [graceMs]);
}

const SQL = `
  WITH grace AS (SELECT $3::bigint * interval '1 ms' AS late),
  page AS MATERIALIZED (SELECT * FROM orders WHERE order_id > $1 ORDER BY order_id LIMIT $2)
  SELECT order_id AS key, request_id IS NULL AS tombstone, status, stock_outcome AS "stockOutcome",
    stock_outcome <> 'NONE' AND stock_due_at IS NULL AS told, update_time < now() - late AS settled,
    coalesce(pay_by < now() - late OR payment_check_at < now() - late, false) AS overdue,
    trim(currency_code) AS currency, captured_minor_units::text AS captured, payment_intent_id AS "paymentIntentId",
    lines, coalesce(done, 0)::text AS "refundsDone", coalesce(pending, 0)::text AS "refundsPending"
  FROM grace, page
  LEFT JOIN LATERAL (
    SELECT string_agg(
      format('%s x%s at %s %s', book_id, quantity, unit_price_minor_units, trim(currency_code)), ', ' ORDER BY book_id
    ) AS lines
    FROM order_lines WHERE order_lines.order_id = page.order_id
  ) AS summed ON true
  LEFT JOIN LATERAL (
    SELECT sum(amount_minor_units) FILTER (WHERE refunds.status = 'DONE') AS done,
      sum(amount_minor_units) FILTER (WHERE refunds.status = 'PENDING') AS pending
    FROM refunds WHERE refunds.order_id = page.order_id
  ) AS refunded ON true
  ORDER BY order_id`;
