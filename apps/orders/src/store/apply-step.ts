import { buyerEventOf } from '../domain/buyer-notice.ts';
import type { Order, OrderStep } from '../domain/order.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';

/**
 * Writes a step if the order still has the version that the step starts from: the order, the
 * status change, money that goes back, what the buyer is to hear, and what staff did, in one
 * statement and so in one transaction. What inventory has to be told falls due only after a while,
 * since the process that writes it tells it at once.
 */
export async function applyStep(database: Database, step: OrderStep, claimMs: number): Promise<Order | undefined> {
  const { before, after } = step;
  const [written] = await database.$queryRaw<{ update_time: Date }[]>`
    WITH changed AS (
      UPDATE orders SET ${changes(after, claimMs)}
      WHERE order_id = ${before.orderId}::uuid AND version = ${before.version}::bigint
      RETURNING order_id, version, status, update_time
    ), ${Prisma.join([statusChange(step), refund(step, claimMs), buyerNotice(step), auditEntry(step)])}
    SELECT update_time FROM changed`;
  return written && { ...after, updateTime: written.update_time };
}

function changes(after: Order, claimMs: number): Prisma.Sql {
  const { status, captured, refunded, nextAction, declineCode, shipment, cancelReason, stockOutcome } = after;
  const redirectUrl = nextAction?.kind === 'REDIRECT' ? nextAction.url : null;
  return Prisma.sql`
    status = ${status}::order_status,
    captured_minor_units = ${captured.minorUnits}::bigint,
    refunded_minor_units = ${refunded.minorUnits}::bigint,
    next_action = ${nextAction?.kind ?? null}::next_action_kind,
    redirect_url = ${redirectUrl}::text,
    decline_code = ${declineCode ?? null}::text,
    carrier = ${shipment?.carrier ?? null}::text,
    tracking_number = ${shipment?.trackingNumber ?? null}::text,
    ship_time = ${shipment?.shipTime ?? null}::timestamptz,
    cancel_reason = ${cancelReason ?? null}::text,
    payment_check_at = CASE WHEN ${status}::order_status = 'AWAITING_PAYMENT' THEN payment_check_at END,
    stock_outcome = ${stockOutcome}::stock_outcome,
    stock_due_at = CASE WHEN stock_outcome = ${stockOutcome}::stock_outcome THEN stock_due_at
      ELSE now() + ${claimMs}::bigint * interval '1 ms' END,
    version = version + 1,
    update_time = now()`;
}

function statusChange({ before, after, actor }: OrderStep): Prisma.Sql {
  return Prisma.sql`change AS (
    INSERT INTO order_status_changes (order_id, version, status, actor, create_time)
    SELECT order_id, version, status, ${actor}::order_actor, update_time FROM changed
    WHERE ${before.status !== after.status}::boolean)`;
}

function refund(step: OrderStep, claimMs: number): Prisma.Sql {
  const { refund: owed } = step;
  return Prisma.sql`refund AS (
    INSERT INTO refunds (refund_id, order_id, amount_minor_units, reason, content_hash, announced, due_at, create_time)
    SELECT ${owed?.refundId ?? null}::uuid, order_id, ${owed?.amount.minorUnits ?? null}::bigint,
      ${owed?.reason ?? null}::text, ${owed?.contentHash ?? null}::text, ${buyerEventOf(step) === 'CANCELLED'}::boolean,
      now() + ${claimMs}::bigint * interval '1 ms', update_time FROM changed
    WHERE ${owed !== undefined}::boolean)`;
}

function buyerNotice(step: OrderStep): Prisma.Sql {
  const event = buyerEventOf(step) ?? null;
  return Prisma.sql`notice AS (
    INSERT INTO buyer_notices (order_id, event, refund_id)
    SELECT order_id, ${event}::order_event, ${step.refund?.refundId ?? null}::uuid FROM changed
    WHERE ${event !== null}::boolean)`;
}

function auditEntry({ before, after, staffUserId }: OrderStep): Prisma.Sql {
  const what = before.status === after.status ? 'refunded' : after.status.toLowerCase();
  return Prisma.sql`audit AS (
    INSERT INTO audit_log (staff_user_id, action, order_id, order_version, create_time)
    SELECT ${staffUserId ?? null}::uuid, ${`order ${what}`}::text, order_id, version, update_time FROM changed
    WHERE ${staffUserId !== undefined}::boolean)`;
}
