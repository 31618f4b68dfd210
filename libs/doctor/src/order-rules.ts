import type { Rule } from './breaches.ts';

/** What must hold within orders' database, each rule by one statement over whole tables. */
export const ORDER_RULES: readonly Rule[] = [
  orderRule('TOTAL_DIFFERS', {
    expected: `'total ' || coalesce(lines, 0) || ', the sum of its lines'`,
    found: `'total ' || total_minor_units`,
    from: `orders LEFT JOIN (
      SELECT order_id, sum(quantity * unit_price_minor_units) AS lines FROM order_lines GROUP BY order_id
    ) AS summed USING (order_id)`,
    where: 'total_minor_units <> coalesce(lines, 0)',
  }),
  orderRule('NOT_PAID_IN_FULL', {
    expected: `'captured ' || total_minor_units || ', since it is ' || status`,
    found: `'captured ' || captured_minor_units`,
    where: `status IN ('PAID', 'SHIPPED', 'COMPLETED') AND captured_minor_units <> total_minor_units`,
  }),
  orderRule('MONEY_OUT_OF_RANGE', {
    expected: `'0 <= refunded <= captured <= ' || total_minor_units`,
    found: `'captured ' || captured_minor_units || ', refunded ' || refunded_minor_units`,
    where: `captured_minor_units NOT BETWEEN 0 AND total_minor_units
      OR refunded_minor_units NOT BETWEEN 0 AND captured_minor_units`,
  }),
  orderRule('REFUND_SUM_DIFFERS', {
    expected: `'refunded ' || coalesce(refunds, 0) || ', the sum of its refunds'`,
    found: `'refunded ' || refunded_minor_units`,
    from: `orders LEFT JOIN (
      SELECT order_id, sum(amount_minor_units) AS refunds FROM refunds WHERE status <> 'FAILED' GROUP BY order_id
    ) AS summed USING (order_id)`,
    where: 'refunded_minor_units <> coalesce(refunds, 0)',
  }),
  orderRule('HISTORY_DIFFERS', {
    expected: `coalesce(last, 'no state at all') || ', as its history ends'`,
    found: 'status::text',
    from: `orders LEFT JOIN (
      SELECT DISTINCT ON (order_id) order_id, status::text AS last FROM order_status_changes
      ORDER BY order_id, version DESC
    ) AS changes USING (order_id)`,
    where: 'status::text IS DISTINCT FROM last',
  }),
  {
    kind: 'REQUEST_REPEATED',
    sql: `
      SELECT json_build_object('user', user_id, 'request', request_id) AS ids, 'one order' AS expected,
        'orders ' || string_agg(order_id::text, ', ' ORDER BY order_id) AS found
      FROM orders WHERE user_id IS NOT NULL AND request_id IS NOT NULL
      GROUP BY user_id, request_id HAVING count(*) > 1`,
  },
  {
    kind: 'PAYMENT_SHARED',
    sql: `
      SELECT json_build_object('payment', payment_intent_id) AS ids, 'one order' AS expected,
        'orders ' || string_agg(order_id::text, ', ' ORDER BY order_id) AS found
      FROM orders WHERE payment_intent_id IS NOT NULL
      GROUP BY payment_intent_id HAVING count(*) > 1`,
  },
  orderRule('PAYMENT_OVERDUE', {
    expected: `'paid or closed by ' || pay_by`,
    found: `'still waits, looked up next at ' || payment_check_at`,
    from: 'orders, grace',
    where: `status = 'AWAITING_PAYMENT' AND (pay_by < now() - late OR payment_check_at < now() - late)`,
  }),
  orderRule('STOCK_NOTICE_OVERDUE', {
    expected: `'inventory told to ' || stock_outcome || ' soon after ' || update_time`,
    found: `'not told yet'`,
    from: 'orders, grace',
    where: 'stock_due_at IS NOT NULL AND update_time < now() - late',
  }),
  {
    kind: 'REFUND_OVERDUE',
    sql: `
      SELECT json_build_object('order', order_id, 'refund', refund_id) AS ids,
        amount_minor_units || ' given back soon after ' || create_time AS expected, 'still PENDING' AS found
      FROM refunds, grace WHERE status = 'PENDING' AND create_time < now() - late`,
  },
  {
    kind: 'NOTICE_OVERDUE',
    sql: `
      SELECT json_build_object('order', order_id, 'notice', notice_id) AS ids,
        'the buyer told ' || event || ' soon after ' || create_time AS expected, 'not told yet' AS found
      FROM buyer_notices, grace WHERE create_time < now() - late`,
  },
];

interface OrderSql {
  readonly expected: string;
  readonly found: string;
  readonly from?: string;
  readonly where: string;
}

function orderRule(kind: Rule['kind'], { expected, found, from = 'orders', where }: OrderSql): Rule {
  const ids = `json_build_object('order', order_id)`;
  return { kind, sql: `SELECT ${ids} AS ids, ${expected} AS expected, ${found} AS found FROM ${from} WHERE ${where}` };
}
