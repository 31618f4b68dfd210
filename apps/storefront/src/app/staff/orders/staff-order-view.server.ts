import { amountText } from '@bookstore/book-lists';
import { formatMoney, type Order, type OrderProgress, type Refund } from '@bookstore/client';
import { formatTime } from '../../locale.ts';
import { orderView } from '../../orders/order-view.server.ts';
import { ACTOR_TEXTS, REFUND_TEXTS, STAFF_STATUS_TEXTS, STEP_TEXTS } from './order-texts.ts';

/** What staff sees of an order among others. */
export function queuedOrderView(order: Order, locale: string) {
  const { orderId, status, lines, total, createTime, shippingAddress, etag } = order;
  return {
    ...{ orderId, status, etag, statusText: STAFF_STATUS_TEXTS[status] },
    placed: formatTime(createTime, locale),
    total: formatMoney(total, locale),
    buyer: shippingAddress?.recipient ?? 'Somebody who has left',
    books: lines.map(({ title, quantity }) => (quantity > 1 ? `${quantity} × ${title}` : title)).join(', '),
  };
}

export type QueuedOrderView = ReturnType<typeof queuedOrderView>;

/** All that staff sees of one order. */
export function staffOrderView(order: Order, refunds: readonly Refund[], progress: OrderProgress, locale: string) {
  const left = { ...order.captured, minorUnits: order.captured.minorUnits - order.refunded.minorUnits };
  return {
    ...orderView(order, locale),
    ...{ statusText: STAFF_STATUS_TEXTS[order.status], userId: order.userId, currency: left.currencyCode },
    ...{ cancelReason: order.cancelReason, declineCode: order.declineCode },
    payBy: order.status === 'AWAITING_PAYMENT' && order.payBy ? formatTime(order.payBy, locale) : undefined,
    captured: order.captured.minorUnits > 0n ? formatMoney(order.captured, locale) : undefined,
    refundable: left.minorUnits > 0n ? { text: formatMoney(left, locale), amount: amountText(left) } : undefined,
    refunds: refunds.map(({ refundId, amount, status, reason, createTime }) => ({
      ...{ refundId, reason, amount: formatMoney(amount, locale), status: REFUND_TEXTS[status] },
      time: formatTime(createTime, locale),
    })),
    steps: progress.changes.map(({ status, actor, version, createTime }) => ({
      ...{ version, text: STEP_TEXTS[status], who: ACTOR_TEXTS[actor] },
      time: formatTime(createTime, locale),
    })),
  };
}

export type StaffOrderView = ReturnType<typeof staffOrderView>;
