import type { Money } from '@bookstore/values';
import { type Actor, checkTransition, type OrderStatus } from './order-status.ts';
import type { Order, OrderStep, Shipment, StockOutcome } from './order.ts';
import { invalidField, orderClosed, refundTooLarge } from './refusals.ts';
import type { NewRefund, RefundWish } from './refund.ts';

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

/**
 * Gives back a part of what was taken, or all that is left of it. The order stays where it is, and
 * its copies with whoever has them: what comes back to the shelf, staff count in by themselves.
 * @throws {DomainError} FAILED_PRECONDITION `REFUND_TOO_LARGE`, or `ORDER_CLOSED` for an order that
 *   nothing was ever taken for; INVALID_ARGUMENT for an amount of nothing, or of another currency.
 */
export function refundPart(order: Order, { refundId, amount, reason, contentHash }: RefundWish): OrderStep {
  const { orderId, status, captured, refunded } = order;
  if (captured.minorUnits === 0n && status !== 'AWAITING_PAYMENT') throw orderClosed(orderId, status);
  if (amount) checkAmount(amount, captured.currencyCode);
  const left = refundable(order);
  const { minorUnits } = amount ?? left;
  if (minorUnits === 0n || minorUnits > left.minorUnits) throw refundTooLarge(orderId, left);
  const after = next(order, { refunded: { ...refunded, minorUnits: refunded.minorUnits + minorUnits } });
  return {
    before: order,
    after,
    actor: 'STAFF',
    refund: { refundId, amount: { ...left, minorUnits }, reason, contentHash },
  };
}

function checkAmount({ currencyCode, minorUnits }: Money, expectedCurrency: string): void {
  if (currencyCode !== expectedCurrency) {
    throw invalidField('amount.currency_code', `must be ${expectedCurrency}, as the order is`);
  }
  if (minorUnits <= 0n) throw invalidField('amount.minor_units', 'must be at least 1');
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
