import type { OrderRecord } from '../domain/order-reader.ts';
import type { StatusChange } from '../domain/order.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';
import type { StatusChangeModel } from './gen/models.ts';
import { isOneOf } from './find-orders.ts';
import { ORDER_COLUMNS, orderOf, type OrderRow } from './order-rows.ts';
import { type RefundFields, refundOf } from './refund-rows.ts';

/** As in JSON. */
interface ChangeRow extends Pick<StatusChangeModel, 'status' | 'actor'> {
  readonly version: string;
  readonly createTime: string;
}

interface RecordRow extends OrderRow {
  readonly changes: readonly ChangeRow[];
  readonly refunds: readonly RefundFields[];
}

/** One record for each id; undefined for a tombstone's and for nobody's. */
export async function readOrders(
  database: Database,
  orderIds: readonly string[],
): Promise<readonly (OrderRecord | undefined)[]> {
  const rows = await database.$queryRaw<RecordRow[]>(readSql(orderIds));
  const records = new Map(rows.map((row) => [row.orderId, recordOf(row)]));
  return orderIds.map((orderId) => records.get(orderId.toLowerCase()));
}

/** One statement, so that all of a record is of one moment. */
export function readSql(orderIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT ${ORDER_COLUMNS},
      (
        SELECT coalesce(json_agg(json_build_object('status', status, 'actor', actor, 'version', version::text,
          'createTime', create_time) ORDER BY version), '[]')
        FROM order_status_changes AS change WHERE change.order_id = o.order_id
      ) AS changes,
      (
        SELECT coalesce(json_agg(json_build_object('refundId', refund_id, 'amountMinorUnits', amount_minor_units::text,
          'status', status, 'reason', reason, 'contentHash', content_hash, 'createTime', create_time)
          ORDER BY create_time, refund_id), '[]')
        FROM refunds AS refund WHERE refund.order_id = o.order_id
      ) AS refunds
    FROM orders AS o WHERE ${isOneOf(orderIds)} AND o.request_id IS NOT NULL`;
}

function recordOf(row: RecordRow): OrderRecord {
  return {
    order: orderOf(row),
    changes: row.changes.map(changeOf),
    refunds: row.refunds.map((refund) => refundOf(refund, row)),
  };
}

function changeOf({ status, actor, version, createTime }: ChangeRow): StatusChange {
  return { status, actor, version: BigInt(version), createTime: new Date(createTime) };
}
