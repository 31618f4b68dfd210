import type { OrderLine } from '../domain/order-lines.ts';
import type { NextAction, Order, PostalAddress, Shipment } from '../domain/order.ts';
import { Prisma } from './gen/client.ts';
import type { OrderLineModel, OrderModel, OrderVersionModel } from './gen/models.ts';

/** ISO 4217 for "no currency": what a tombstone, which costs nothing, costs it in. */
export const NO_CURRENCY = 'XXX';

/** What an order is read by, from `orders AS o`: with its lines, as JSON, so that one statement reads all of it. */
export const ORDER_COLUMNS = Prisma.sql`
  o.order_id AS "orderId", o.user_id AS "userId", o.request_id AS "requestId", o.content_hash AS "contentHash",
  o.status, o.currency_code AS "currencyCode", o.total_minor_units AS "totalMinorUnits",
  o.captured_minor_units AS "capturedMinorUnits", o.refunded_minor_units AS "refundedMinorUnits",
  o.shipping_address AS "shippingAddress", o.payment_intent_id AS "paymentIntentId", o.next_action AS "nextAction",
  o.redirect_url AS "redirectUrl", o.decline_code AS "declineCode", o.carrier, o.tracking_number AS "trackingNumber",
  o.ship_time AS "shipTime", o.cancel_reason AS "cancelReason", o.pay_by AS "payBy",
  o.stock_outcome AS "stockOutcome", o.version, o.create_time AS "createTime", o.update_time AS "updateTime",
  (
    SELECT coalesce(json_agg(json_build_object('bookId', book_id, 'title', title, 'isbn', isbn, 'quantity', quantity,
      'unitPriceMinorUnits', unit_price_minor_units::text) ORDER BY position), '[]')
    FROM order_lines AS line WHERE line.order_id = o.order_id
  ) AS lines`;

/** An order as `ORDER_COLUMNS` selects it. */
export interface OrderRow extends Omit<OrderModel, 'paymentCheckAt' | 'stockDueAt'> {
  readonly lines: readonly LineRow[];
}

/** As in JSON, whose numbers are no bigint. */
interface LineRow extends Pick<OrderLineModel, 'bookId' | 'title' | 'isbn' | 'quantity'> {
  readonly unitPriceMinorUnits: string;
}

export function orderOf(row: OrderRow): Order {
  const money = (minorUnits: bigint) => ({ currencyCode: row.currencyCode, minorUnits });
  return {
    orderId: row.orderId,
    userId: row.userId ?? undefined,
    requestId: row.requestId ?? undefined,
    contentHash: row.contentHash ?? undefined,
    status: row.status,
    lines: row.lines.map((line) => lineOf(line, row.currencyCode)),
    total: money(row.totalMinorUnits),
    captured: money(row.capturedMinorUnits),
    refunded: money(row.refundedMinorUnits),
    shippingAddress: (row.shippingAddress as PostalAddress | null) ?? undefined,
    paymentIntentId: row.paymentIntentId ?? '',
    nextAction: nextActionOf(row),
    payBy: row.payBy ?? undefined,
    declineCode: row.declineCode ?? undefined,
    shipment: shipmentOf(row),
    cancelReason: row.cancelReason ?? undefined,
    stockOutcome: row.stockOutcome,
    version: row.version,
    createTime: row.createTime,
    updateTime: row.updateTime,
  };
}

function lineOf(line: LineRow, currencyCode: string): OrderLine {
  const { bookId, title, isbn, quantity, unitPriceMinorUnits } = line;
  return { bookId, title, isbn, quantity, unitPrice: { currencyCode, minorUnits: BigInt(unitPriceMinorUnits) } };
}

/** The order as it was at a version before its present one. */
export function orderAt(present: Order, row: OrderVersionModel): Order {
  const money = (minorUnits: bigint) => ({ ...present.total, minorUnits });
  return {
    ...present,
    status: row.status,
    captured: money(row.capturedMinorUnits),
    refunded: money(row.refundedMinorUnits),
    nextAction: nextActionOf(row),
    declineCode: row.declineCode ?? undefined,
    shipment: shipmentOf(row),
    cancelReason: row.cancelReason ?? undefined,
    version: row.version,
    updateTime: row.updateTime,
  };
}

function nextActionOf({
  nextAction,
  redirectUrl,
}: Pick<OrderRow, 'nextAction' | 'redirectUrl'>): NextAction | undefined {
  if (nextAction === 'REDIRECT' && redirectUrl !== null) return { kind: 'REDIRECT', url: redirectUrl };
  return nextAction === 'WAIT' ? { kind: 'WAIT' } : undefined;
}

type Parcel = Pick<OrderRow, 'carrier' | 'trackingNumber' | 'shipTime'>;

function shipmentOf({ carrier, trackingNumber, shipTime }: Parcel): Shipment | undefined {
  if (carrier === null || shipTime === null) return undefined;
  return { carrier, trackingNumber: trackingNumber ?? '', shipTime };
}
