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

/**
 * Writes an order with its lines and its first status change; undefined if its id is taken or its
 * buyer erased. One statement, so that it costs one round trip and one commit. It holds the
 * buyer's row, which an erasure changes: either the erasure sees this order, or this sees the
 * erasure (a locking read takes the row's newest version, not the statement's snapshot).
 */
export async function insertOrder(
  database: Database,
  order: NewOrder,
  { paymentWindowMs, paymentCheckAfterMs }: PaymentTimes,
): Promise<Order | undefined> {
  const { orderId, userId, requestId, contentHash, lines, shippingAddress, paymentIntentId, nextAction } = order;
  const total = totalOf(lines);
  const redirectUrl = nextAction?.kind === 'REDIRECT' ? nextAction.url : null;
  const [written] = await database.$queryRaw<{ pay_by: Date; create_time: Date }[]>`
    WITH buyer AS (
      SELECT user_id FROM buyers WHERE user_id = ${userId}::uuid AND erase_time IS NULL FOR SHARE
    ), placed AS (
      INSERT INTO orders (order_id, user_id, request_id, content_hash, status, currency_code, total_minor_units,
        shipping_address, payment_intent_id, next_action, redirect_url, pay_by, payment_check_at)
      SELECT ${orderId}::uuid, user_id, ${requestId}::uuid, ${contentHash}, 'AWAITING_PAYMENT', ${total.currencyCode},
        ${total.minorUnits}::bigint, ${JSON.stringify(shippingAddress)}::jsonb, ${paymentIntentId},
        ${nextAction?.kind ?? null}::next_action_kind, ${redirectUrl}::text,
        now() + ${paymentWindowMs}::bigint * interval '1 ms', now() + ${paymentCheckAfterMs}::bigint * interval '1 ms'
      FROM buyer
      ON CONFLICT DO NOTHING
      RETURNING order_id, pay_by, create_time
    ), line AS (
      INSERT INTO order_lines (order_id, position, book_id, title, isbn, quantity, unit_price_minor_units)
      SELECT order_id, sold.position, sold.book_id, sold.title, sold.isbn, sold.quantity, sold.price
      FROM placed, jsonb_to_recordset(${lineJson(order)}::jsonb)
        AS sold(position smallint, book_id uuid, title text, isbn text, quantity integer, price bigint)
    ), change AS (
      INSERT INTO order_status_changes (order_id, version, status, actor, create_time)
      SELECT order_id, 1, 'AWAITING_PAYMENT', 'OWNER', create_time FROM placed
    )
    SELECT pay_by, create_time FROM placed`;
  if (!written) return undefined;
  const nothing = { currencyCode: total.currencyCode, minorUnits: 0n };
  return {
    ...order,
    ...{ status: 'AWAITING_PAYMENT', total, captured: nothing, refunded: nothing, stockOutcome: 'NONE', version: 1n },
    ...{ declineCode: undefined, shipment: undefined, cancelReason: undefined },
    ...{ payBy: written.pay_by, createTime: written.create_time, updateTime: written.create_time },
  };
}

function lineJson({ lines }: NewOrder): string {
  return JSON.stringify(
    lines.map(({ bookId, title, isbn, quantity, unitPrice }, position) => {
      return { position, book_id: bookId, title, isbn, quantity, price: String(unitPrice.minorUnits) };
    }),
  );
}
