import { buyerEventOf } from '../domain/buyer-notice.ts';
import type { Order, OrderStep } from '../domain/order.ts';
import type { Database } from './database.ts';

/**
 * Writes steps, each if its order still has the version that it starts from, and gives undefined
 * for the others: the orders, the status changes, money that goes back, what the buyers are to
 * hear, and what staff did, in one statement and so in one transaction. Each order at most once.
 * What inventory has to be told falls due only after a while, since the process that writes it
 * tells it at once.
 */
export async function applySteps(
  database: Database,
  steps: readonly OrderStep[],
  claimMs: number,
): Promise<readonly (Order | undefined)[]> {
  const rows = await database.$queryRaw<{ order_id: string; update_time: Date }[]>`
    WITH step AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(steps.map(stepRow))}::jsonb) AS step (
        order_id uuid, from_version bigint, status order_status, is_moved boolean, captured bigint, refunded bigint,
        next_action next_action_kind, redirect_url text, decline_code text, carrier text, tracking_number text,
        ship_time timestamptz, cancel_reason text, stock_outcome stock_outcome, actor order_actor, event order_event,
        refund_id uuid, refund_amount bigint, refund_reason text, refund_content_hash text, is_announced boolean,
        staff_user_id uuid, staff_action text)
    ), changed AS (
      UPDATE orders SET
        status = step.status,
        captured_minor_units = captured,
        refunded_minor_units = refunded,
        next_action = step.next_action,
        redirect_url = step.redirect_url,
        decline_code = step.decline_code,
        carrier = step.carrier,
        tracking_number = step.tracking_number,
        ship_time = step.ship_time,
        cancel_reason = step.cancel_reason,
        payment_check_at = CASE WHEN step.status = 'AWAITING_PAYMENT' THEN payment_check_at END,
        stock_outcome = step.stock_outcome,
        stock_due_at = CASE WHEN orders.stock_outcome = step.stock_outcome THEN stock_due_at
          ELSE now() + ${claimMs}::bigint * interval '1 ms' END,
        version = version + 1,
        update_time = now()
      FROM step WHERE orders.order_id = step.order_id AND version = from_version
      RETURNING orders.order_id, version, update_time
    ), change AS (
      INSERT INTO order_status_changes (order_id, version, status, actor, create_time)
      SELECT order_id, version, status, actor, update_time FROM changed JOIN step USING (order_id) WHERE is_moved
    ), refund AS (
      INSERT INTO refunds (refund_id, order_id, amount_minor_units, reason, content_hash, announced, due_at, create_time)
      SELECT refund_id, order_id, refund_amount, refund_reason, refund_content_hash, is_announced,
        now() + ${claimMs}::bigint * interval '1 ms', update_time
      FROM changed JOIN step USING (order_id) WHERE refund_id IS NOT NULL
    ), notice AS (
      INSERT INTO buyer_notices (order_id, event, refund_id)
      SELECT order_id, event, refund_id FROM changed JOIN step USING (order_id) WHERE event IS NOT NULL
    ), audit AS (
      INSERT INTO audit_log (staff_user_id, action, order_id, order_version, create_time)
      SELECT staff_user_id, staff_action, order_id, version, update_time
      FROM changed JOIN step USING (order_id) WHERE staff_user_id IS NOT NULL
    )
    SELECT order_id, update_time FROM changed`;
  const written = new Map(rows.map((row) => [row.order_id, row.update_time]));
  return steps.map(({ after }) => {
    const updateTime = written.get(after.orderId);
    return updateTime && { ...after, updateTime };
  });
}

function stepRow(step: OrderStep) {
  const { before, after, actor, refund, staffUserId } = step;
  const { orderId, status, captured, refunded, nextAction, declineCode, shipment, cancelReason, stockOutcome } = after;
  const isMoved = before.status !== status;
  const event = buyerEventOf(step);
  return {
    ...{ order_id: orderId, from_version: String(before.version), status, is_moved: isMoved, actor },
    ...{ captured: String(captured.minorUnits), refunded: String(refunded.minorUnits) },
    ...{ next_action: nextAction?.kind, redirect_url: nextAction?.kind === 'REDIRECT' ? nextAction.url : undefined },
    ...{ decline_code: declineCode, cancel_reason: cancelReason, stock_outcome: stockOutcome },
    ...{ carrier: shipment?.carrier, tracking_number: shipment?.trackingNumber, ship_time: shipment?.shipTime },
    ...(refund && {
      ...{ refund_id: refund.refundId, refund_amount: String(refund.amount.minorUnits) },
      ...{ refund_reason: refund.reason, refund_content_hash: refund.contentHash },
    }),
    ...{ event, is_announced: event === 'CANCELLED' },
    ...{ staff_user_id: staffUserId, staff_action: `order ${isMoved ? status.toLowerCase() : 'refunded'}` },
  };
}
