import { totalOf } from '../domain/order-lines.ts';
import type { NewOrder } from '../domain/order-repository.ts';
import type { Order } from '../domain/order.ts';
import type { Database } from './database.ts';

export interface PaymentTimes {
  /** Milliseconds for which an order can be paid. */
  readonly paymentWindowMs: number;
  /** Milliseconds after which a payment that nobody brings news of is looked up. */
  readonly paymentCheckAfterMs: number;
}

interface WrittenRow {
  readonly order_id: string;
  readonly pay_by: Date;
  readonly create_time: Date;
}

/**
 * Writes orders with their lines and their first status changes; gives undefined for one whose id
 * is taken or whose buyer is erased, which leaves its neighbours alone. One statement, so that many
 * orders cost one round trip and one commit. It holds the buyers' rows, which an erasure changes:
 * either the erasure sees an order, or this sees the erasure (a locking read takes the row's newest
 * version, not the statement's snapshot).
 */
export async function insertOrders(
  database: Database,
  orders: readonly NewOrder[],
  { paymentWindowMs, paymentCheckAfterMs }: PaymentTimes,
): Promise<readonly (Order | undefined)[]> {
  const rows = await database.$queryRaw<WrittenRow[]>`
    WITH new_order AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(orders.map(orderRow))}::jsonb) AS new_order (
        order_id uuid, user_id uuid, request_id uuid, content_hash text, currency_code text, total bigint,
        shipping_address jsonb, payment_intent_id text, next_action next_action_kind, redirect_url text)
    ), buyer AS (
      SELECT user_id FROM buyers WHERE user_id IN (SELECT user_id FROM new_order) AND erase_time IS NULL
      ORDER BY user_id FOR SHARE
    ), placed AS (
      INSERT INTO orders (order_id, user_id, request_id, content_hash, status, currency_code, total_minor_units,
        shipping_address, payment_intent_id, next_action, redirect_url, pay_by, payment_check_at)
      SELECT order_id, user_id, request_id, content_hash, 'AWAITING_PAYMENT', currency_code, total,
        shipping_address, payment_intent_id, next_action, redirect_url,
        now() + ${paymentWindowMs}::bigint * interval '1 ms', now() + ${paymentCheckAfterMs}::bigint * interval '1 ms'
      FROM new_order JOIN buyer USING (user_id) ORDER BY order_id
      ON CONFLICT DO NOTHING
      RETURNING order_id, pay_by, create_time
    ), line AS (
      INSERT INTO order_lines (order_id, position, book_id, title, isbn, quantity, unit_price_minor_units)
      SELECT order_id, sold.position, sold.book_id, sold.title, sold.isbn, sold.quantity, sold.price
      FROM placed JOIN jsonb_to_recordset(${JSON.stringify(orders.flatMap(lineRows))}::jsonb)
        AS sold (order_id uuid, position smallint, book_id uuid, title text, isbn text, quantity integer, price bigint)
        USING (order_id)
    ), change AS (
      INSERT INTO order_status_changes (order_id, version, status, actor, create_time)
      SELECT order_id, 1, 'AWAITING_PAYMENT', 'OWNER', create_time FROM placed
    )
    SELECT order_id, pay_by, create_time FROM placed`;
  const written = new Map(rows.map((row) => [row.order_id, row]));
  return orders.map((order) => {
    const row = written.get(order.orderId);
    return row && orderAsWritten(order, row);
  });
}

function orderRow(order: NewOrder) {
  const { orderId, userId, requestId, contentHash, lines, shippingAddress, paymentIntentId, nextAction } = order;
  const { currencyCode, minorUnits } = totalOf(lines);
  return {
    ...{ order_id: orderId, user_id: userId, request_id: requestId, content_hash: contentHash },
    ...{ currency_code: currencyCode, total: String(minorUnits), shipping_address: shippingAddress },
    ...{ payment_intent_id: paymentIntentId, next_action: nextAction?.kind },
    redirect_url: nextAction?.kind === 'REDIRECT' ? nextAction.url : undefined,
  };
}

function lineRows({ orderId, lines }: NewOrder) {
  return lines.map(({ bookId, title, isbn, quantity, unitPrice }, position) => {
    const price = String(unitPrice.minorUnits);
    return { order_id: orderId, position, book_id: bookId, title, isbn, quantity, price };
  });
}

function orderAsWritten(order: NewOrder, { pay_by, create_time }: WrittenRow): Order {
  const total = totalOf(order.lines);
  const nothing = { currencyCode: total.currencyCode, minorUnits: 0n };
  return {
    ...order,
    ...{ status: 'AWAITING_PAYMENT', total, captured: nothing, refunded: nothing, stockOutcome: 'NONE', version: 1n },
    ...{ declineCode: undefined, shipment: undefined, cancelReason: undefined },
    ...{ payBy: pay_by, createTime: create_time, updateTime: create_time },
  };
}
