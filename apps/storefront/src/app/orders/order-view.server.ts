import { formatMoney, type Order, type OrderStatus, type OrderStatusChange } from '@bookstore/client';
import { countryName } from '../forms/countries.server.ts';
import { formatTime } from '../locale.ts';

/** What is said of each state to a buyer. */
export const STATUS_TEXTS: Readonly<Record<OrderStatus, string>> = {
  AWAITING_PAYMENT: 'Waiting for your payment',
  PAID: 'Paid, being packed',
  SHIPPED: 'On its way',
  COMPLETED: 'Arrived',
  CANCELLED: 'Called off',
  PAYMENT_FAILED: 'Payment refused',
  EXPIRED: 'Not paid in time',
  UNRECOGNIZED: 'Being worked on',
};

/** What a page shows of an order. */
export interface OrderView {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly statusText: string;
  readonly placed: string;
  readonly total: string;
  readonly refunded: string | undefined;
  readonly lines: readonly {
    readonly bookId: string;
    readonly title: string;
    readonly quantity: number;
    readonly total: string;
  }[];
  readonly address: readonly string[];
  readonly shipment: { readonly carrier: string; readonly trackingNumber: string } | undefined;
  readonly payAt: string | undefined;
  readonly canBeCancelled: boolean;
  readonly etag: string;
  readonly version: number;
}

export function orderView(order: Order, locale: string): OrderView {
  const { shippingAddress: to, shipment, refunded } = order;
  return {
    orderId: order.orderId,
    status: order.status,
    statusText: STATUS_TEXTS[order.status],
    placed: formatTime(order.createTime, locale),
    total: formatMoney(order.total, locale),
    refunded: refunded.minorUnits > 0n ? formatMoney(refunded, locale) : undefined,
    lines: order.lines.map(({ bookId, title, quantity, lineTotal }) => {
      return { bookId, title, quantity, total: formatMoney(lineTotal, locale) };
    }),
    address: to
      ? [to.recipient, ...to.addressLines, `${to.postalCode ?? ''} ${to.locality}`.trim(), countryName(to.regionCode)]
      : [],
    shipment: shipment && { carrier: shipment.carrier, trackingNumber: shipment.trackingNumber },
    payAt: order.nextAction?.redirectUrl,
    canBeCancelled: order.status === 'AWAITING_PAYMENT' || order.status === 'PAID',
    etag: order.etag,
    version: order.version,
  };
}

/** One step of an order's way. */
export interface StepView {
  readonly text: string;
  readonly time: string;
  /** By whom, where that is told. */
  readonly who?: string;
  readonly version: number;
}

export function stepView({ status, createTime, version }: OrderStatusChange, locale: string): StepView {
  return { text: STATUS_TEXTS[status], time: formatTime(createTime, locale), version };
}
