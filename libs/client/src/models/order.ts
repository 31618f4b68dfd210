import * as wire from '@bookstore/contracts/orders/v1/order';
import type { GetOrderStatusResponse, GetSalesReportResponse } from '@bookstore/contracts/orders/v1/order_service';
import type { Money } from '@bookstore/values';
import { type EnumInput, type EnumName, enumName } from './enum-names.ts';
import { addressFromWire, type PostalAddress } from './postal-address.ts';
import { orUndefined, present } from './presence.ts';

/** Where an order stands. */
export type OrderStatus = EnumName<typeof wire.OrderStatus>;

/** The states that a list of orders can be narrowed to. */
export type OrderStatusInput = EnumInput<typeof wire.OrderStatus>;

/** Who moved an order. */
export type OrderActor = EnumName<typeof wire.OrderActor>;

/** Where a refund stands. */
export type RefundStatus = EnumName<typeof wire.RefundStatus>;

/** Copies of one book in an order, as they were sold. */
export interface OrderLine {
  /** Which book. */
  readonly bookId: string;
  /** As it was when it was ordered, as is all below. */
  readonly title: string;
  /** Undefined if the book had none. */
  readonly isbn: string | undefined;
  /** How many copies. */
  readonly quantity: number;
  /** Price of one copy. */
  readonly unitPrice: Money;
  /** Price of all copies of the line. */
  readonly lineTotal: Money;
}

/** What a buyer has to do before an order is paid. */
export interface NextAction {
  /** `REDIRECT`: confirm the payment at `redirectUrl` (3-D Secure). `WAIT`: it is not known yet what became of it. */
  readonly kind: EnumName<typeof wire.NextActionKind>;
  /** Where the buyer confirms the payment; undefined unless `kind` is `REDIRECT`. */
  readonly redirectUrl: string | undefined;
}

/** A parcel. */
export interface Shipment {
  /** Who carries it. */
  readonly carrier: string;
  /** What the carrier knows it by. */
  readonly trackingNumber: string;
  /** When it left. */
  readonly shipTime: Date | undefined;
}

/** An order. */
export interface Order {
  /** UUID, made from the user and the request id. */
  readonly orderId: string;
  /** Whose; undefined once the account was deleted. */
  readonly userId: string | undefined;
  /** Where it stands. */
  readonly status: OrderStatus;
  /** What was bought, each book once. */
  readonly lines: readonly OrderLine[];
  /** Sum of the lines. */
  readonly total: Money;
  /** What was taken from the payment method. */
  readonly captured: Money;
  /** What was given back, or is on its way back. */
  readonly refunded: Money;
  /** Undefined once the account was deleted. */
  readonly shippingAddress: PostalAddress | undefined;
  /** Undefined when there is nothing to do. */
  readonly nextAction: NextAction | undefined;
  /** Until when it can be paid. */
  readonly payBy: Date | undefined;
  /** The payment company's word for a refused payment. */
  readonly declineCode: string | undefined;
  /** Once it is on its way. */
  readonly shipment: Shipment | undefined;
  /** Why it was called off, if somebody said so. */
  readonly cancelReason: string | undefined;
  /** Hand it back to change only what you read. */
  readonly etag: string;
  /** Grows with every change. */
  readonly version: number;
  /** When it was placed. */
  readonly createTime: Date;
  /** When it last changed. */
  readonly updateTime: Date;
}

/** One step of an order's way. */
export interface OrderStatusChange {
  /** The state that it came to. */
  readonly status: OrderStatus;
  /** Who moved it. */
  readonly actor: OrderActor;
  /** The version of the order after it. */
  readonly version: number;
  /** When that was. */
  readonly createTime: Date;
}

/** Where an order stands, and how it came there. */
export interface OrderProgress {
  /** Which order. */
  readonly orderId: string;
  /** Where it stands. */
  readonly status: OrderStatus;
  /** First step first. */
  readonly changes: readonly OrderStatusChange[];
  /** Once it is on its way. */
  readonly shipment: Shipment | undefined;
  /** Grows with every change of the order. */
  readonly version: number;
}

/** Money that goes back to a buyer. */
export interface Refund {
  /** UUID. */
  readonly refundId: string;
  /** For which order. */
  readonly orderId: string;
  /** How much goes back. */
  readonly amount: Money;
  /** How far it has come. */
  readonly status: RefundStatus;
  /** Why, as staff wrote it; may be empty. */
  readonly reason: string;
  /** When it was decided. */
  readonly createTime: Date;
}

/** What was sold in a span of days. */
export interface SalesReport {
  /** One for each day (UTC, as `2026-11-22`) and currency with a paid order, first day first. */
  readonly days: readonly { day: string; orders: number; copies: number; revenue: Money }[];
  /** The titles that sold most copies, most first. */
  readonly titles: readonly { bookId: string; title: string; copies: number }[];
}

export function orderFromWire(order: wire.Order | undefined): Order {
  const from = present(order, 'order');
  const total = present(from.total, 'total');
  const nothing: Money = { currencyCode: total.currencyCode, minorUnits: 0n };
  return {
    orderId: from.orderId,
    userId: orUndefined(from.userId),
    status: enumName(wire.OrderStatus, from.status),
    lines: from.lines.map(lineFromWire),
    total,
    captured: from.captured ?? nothing,
    refunded: from.refunded ?? nothing,
    shippingAddress: from.shippingAddress && addressFromWire(from.shippingAddress),
    nextAction: from.nextAction && {
      kind: enumName(wire.NextActionKind, from.nextAction.kind),
      redirectUrl: orUndefined(from.nextAction.redirectUrl),
    },
    payBy: from.payBy,
    declineCode: orUndefined(from.declineCode),
    shipment: from.shipment && shipmentFromWire(from.shipment),
    cancelReason: orUndefined(from.cancelReason),
    etag: from.etag,
    version: Number(from.version),
    createTime: present(from.createTime, 'create_time'),
    updateTime: present(from.updateTime, 'update_time'),
  };
}

function lineFromWire(from: wire.OrderLine): OrderLine {
  return {
    bookId: from.bookId,
    title: from.title,
    isbn: orUndefined(from.isbn),
    quantity: from.quantity,
    unitPrice: present(from.unitPrice, 'unit_price'),
    lineTotal: present(from.lineTotal, 'line_total'),
  };
}

function shipmentFromWire({ carrier, trackingNumber, shipTime }: wire.Shipment): Shipment {
  return { carrier, trackingNumber, shipTime };
}

export function progressFromWire(from: GetOrderStatusResponse): OrderProgress {
  return {
    orderId: from.orderId,
    status: enumName(wire.OrderStatus, from.status),
    changes: from.changes.map(({ status, actor, version, createTime }) => ({
      status: enumName(wire.OrderStatus, status),
      actor: enumName(wire.OrderActor, actor),
      version: Number(version),
      createTime: present(createTime, 'create_time'),
    })),
    shipment: from.shipment && shipmentFromWire(from.shipment),
    version: Number(from.version),
  };
}

export function refundFromWire(refund: wire.Refund | undefined): Refund {
  const from = present(refund, 'refund');
  return {
    refundId: from.refundId,
    orderId: from.orderId,
    amount: present(from.amount, 'amount'),
    status: enumName(wire.RefundStatus, from.status),
    reason: from.reason,
    createTime: present(from.createTime, 'create_time'),
  };
}

export function reportFromWire({ days, titles }: GetSalesReportResponse): SalesReport {
  return {
    days: days.map(({ day, orders, copies, revenue }) => ({
      day,
      orders: Number(orders),
      copies: Number(copies),
      revenue: present(revenue, 'revenue'),
    })),
    titles: titles.map(({ bookId, title, copies }) => ({ bookId, title, copies: Number(copies) })),
  };
}
