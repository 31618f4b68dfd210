import {
  type Order as OrderMessage,
  NextActionKind,
  OrderActor,
  type OrderLine as OrderLineMessage,
  OrderStatus as StatusMessage,
  type OrderStatusChange,
  type Refund as RefundMessage,
  RefundStatus,
} from '@bookstore/contracts/orders/v1/order';
import { type OrderLine, lineTotal } from '../domain/order-lines.ts';
import type { OrderStatus } from '../domain/order-status.ts';
import { type NextAction, type Order, etagOf, type PostalAddress, type StatusChange } from '../domain/order.ts';
import type { Refund } from '../domain/refund.ts';

/** What a client sees of an order, and nothing else of it. */
export function orderMessage(order: Order): OrderMessage {
  const { orderId, status, total, captured, refunded, payBy, shipment, version, createTime, updateTime } = order;
  return {
    ...{ orderId, total, captured, refunded, payBy, shipment, version, createTime, updateTime },
    userId: order.userId ?? '',
    status: StatusMessage[status],
    lines: order.lines.map(lineMessage),
    shippingAddress: order.shippingAddress && addressMessage(order.shippingAddress),
    nextAction: order.nextAction && nextActionMessage(order.nextAction),
    declineCode: order.declineCode ?? '',
    cancelReason: order.cancelReason ?? '',
    etag: etagOf(order),
  };
}

export function statusChangeMessage({ status, actor, version, createTime }: StatusChange): OrderStatusChange {
  return { status: StatusMessage[status], actor: OrderActor[actor], version, createTime };
}

export function refundMessage({ refundId, orderId, amount, status, reason, createTime }: Refund): RefundMessage {
  return { refundId, orderId, amount, status: RefundStatus[status], reason, createTime };
}

const STATUSES = new Map<StatusMessage, OrderStatus>([
  [StatusMessage.AWAITING_PAYMENT, 'AWAITING_PAYMENT'],
  [StatusMessage.PAID, 'PAID'],
  [StatusMessage.SHIPPED, 'SHIPPED'],
  [StatusMessage.COMPLETED, 'COMPLETED'],
  [StatusMessage.CANCELLED, 'CANCELLED'],
  [StatusMessage.PAYMENT_FAILED, 'PAYMENT_FAILED'],
  [StatusMessage.EXPIRED, 'EXPIRED'],
]);

/** The contract's rules let no other through. */
export function statusOf(status: StatusMessage): OrderStatus {
  const known = STATUSES.get(status);
  if (!known) throw new TypeError(`${status} is no status of an order`);
  return known;
}

function lineMessage(line: OrderLine): OrderLineMessage {
  const { bookId, title, isbn, quantity, unitPrice } = line;
  return { bookId, title, isbn, quantity, unitPrice, lineTotal: lineTotal(line) };
}

function addressMessage({ addressLines, ...address }: PostalAddress) {
  const { recipient, locality, administrativeArea, postalCode, regionCode } = address;
  return { recipient, addressLines: [...addressLines], locality, administrativeArea, postalCode, regionCode };
}

function nextActionMessage(nextAction: NextAction) {
  switch (nextAction.kind) {
    case 'REDIRECT':
      return { kind: NextActionKind.REDIRECT, redirectUrl: nextAction.url };
    case 'WAIT':
      return { kind: NextActionKind.WAIT, redirectUrl: '' };
  }
}
