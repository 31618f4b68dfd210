import type { OrderLine } from '../domain/order-lines.ts';
import type { NextAction, Order, PostalAddress, Shipment } from '../domain/order.ts';
import type { OrderGetPayload, OrderLineGetPayload, OrderVersionModel } from './gen/models.ts';

/** What has to be read with an order, to make one of its rows. */
export const WITH_LINES = { lines: { orderBy: { position: 'asc' } } } as const;

/** ISO 4217 for "no currency": what a tombstone, which costs nothing, costs it in. */
export const NO_CURRENCY = 'XXX';

export type OrderRow = OrderGetPayload<{ include: { lines: true } }>;

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

function lineOf(line: OrderLineGetPayload<object>, currencyCode: string): OrderLine {
  const { bookId, title, isbn, quantity, unitPriceMinorUnits } = line;
  return { bookId, title, isbn, quantity, unitPrice: { currencyCode, minorUnits: unitPriceMinorUnits } };
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
