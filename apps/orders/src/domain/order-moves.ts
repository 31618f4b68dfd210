import type { Money } from '@bookstore/values';
import { type Actor, checkTransition, type OrderStatus } from './order-status.ts';
import type { Order, OrderStep, Shipment, StockOutcome } from './order.ts';
import type { NewRefund } from './refund.ts';

/** Moves an order on. @throws {DomainError} FAILED_PRECONDITION `ILLEGAL_TRANSITION`. */
export function move(order: Order, status: OrderStatus, actor: Actor, changes: Partial<Order> = {}): OrderStep {
  checkTransition(order, status, actor);
  const stockOutcome = stockOutcomeOf(order, status);
  return { before: order, after: next(order, { ...changes, status, stockOutcome, nextAction: undefined }), actor };
}

/** Changes an order that stays where it is. */
export function amend(order: Order, changes: Partial<Order>): OrderStep {
  return { before: order, after: next(order, changes), actor: 'SYSTEM' };
}

export function ship(order: Order, shipment: Shipment): OrderStep {
  return move(order, 'SHIPPED', 'STAFF', { shipment });
}

/** Calls off a paid order; everything that was not given back yet goes back. */
export function cancelPaid(order: Order, actor: Actor, reason: string | undefined, refundId: string): OrderStep {
  const step = move(order, 'CANCELLED', actor, { cancelReason: reason, refunded: order.captured });
  const amount = refundable(order);
  if (amount.minorUnits === 0n) return step;
  return { ...step, refund: { refundId, amount, reason: 'the order was cancelled' } };
}

/** Takes note of money that came for an order that is closed, and gives it back at once. */
export function giveBackLatePayment(order: Order, captured: Money, refundId: string): OrderStep {
  const refund: NewRefund = { refundId, amount: captured, reason: 'the payment came after the order was closed' };
  return { ...amend(order, { captured, refunded: captured }), refund };
}

function refundable({ captured, refunded }: Order): Money {
  return { currencyCode: captured.currencyCode, minorUnits: captured.minorUnits - refunded.minorUnits };
}

function next(order: Order, changes: Partial<Order>): Order {
  return { ...order, ...changes, version: order.version + 1n };
}

/** What inventory must be told once an order has come to a state. */
function stockOutcomeOf(order: Order, status: OrderStatus): StockOutcome {
  switch (status) {
    case 'AWAITING_PAYMENT':
      return 'NONE';
    case 'PAID':
    case 'SHIPPED':
    case 'COMPLETED':
      return 'COMMIT';
    case 'CANCELLED':
      return order.status === 'PAID' ? 'RETURN' : 'RELEASE';
    case 'PAYMENT_FAILED':
    case 'EXPIRED':
      return 'RELEASE';
  }
}
