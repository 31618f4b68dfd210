import { DomainError, type Money } from '@bookstore/values';
import type { OrderStatus } from './order-status.ts';

/** The refusals that orders alone can give, each with the metadata that the contract names. */

export function orderNotFound(orderId: string): DomainError {
  return new DomainError('NOT_FOUND', 'ORDER_NOT_FOUND', 'no such order', { metadata: { order_id: orderId } });
}

export function userNotFound(userId: string): DomainError {
  return new DomainError('NOT_FOUND', 'USER_NOT_FOUND', 'no such user', { metadata: { user_id: userId } });
}

export function accountDeleted(): DomainError {
  return new DomainError('FAILED_PRECONDITION', 'ACCOUNT_DELETED', 'the account was deleted and can no longer order');
}

export function requestIdReused(requestId: string): DomainError {
  const message = 'the request id was used with other content; take a new one';
  return new DomainError('FAILED_PRECONDITION', 'REQUEST_ID_REUSED', message, { metadata: { request_id: requestId } });
}

export function requestInProgress(requestId: string): DomainError {
  const message = 'the first try with this request id still runs; ask again with the same one';
  return new DomainError('UNAVAILABLE', 'REQUEST_IN_PROGRESS', message, {
    metadata: { request_id: requestId },
    retryAfterMs: 500,
  });
}

export function orderClosed(orderId: string, status: OrderStatus): DomainError {
  return new DomainError('FAILED_PRECONDITION', 'ORDER_CLOSED', 'the order closed before it was paid', {
    metadata: { order_id: orderId, status },
  });
}

export function paymentDeclined(orderId: string, declineCode: string): DomainError {
  return new DomainError('FAILED_PRECONDITION', 'PAYMENT_DECLINED', `the payment was declined: ${declineCode}`, {
    metadata: { order_id: orderId, decline_code: declineCode },
  });
}

export function paymentMethodUnknown(orderId: string): DomainError {
  const description = 'must be a payment method that the payment company knows';
  return new DomainError('INVALID_ARGUMENT', 'PAYMENT_METHOD_UNKNOWN', `payment_method: ${description}`, {
    metadata: { order_id: orderId },
    fields: [{ field: 'payment_method', description }],
  });
}

export function priceChanged(expected: Money, total: Money): DomainError {
  const message = `the total is ${total.minorUnits} minor units of ${total.currencyCode}`;
  return new DomainError('FAILED_PRECONDITION', 'PRICE_CHANGED', message, {
    metadata: {
      currency_code: total.currencyCode,
      expected_minor_units: String(expected.minorUnits),
      total_minor_units: String(total.minorUnits),
    },
  });
}

export function totalOutOfRange(totalMinorUnits: bigint): DomainError {
  const message = 'the total is less or more than the payment company takes';
  return new DomainError('INVALID_ARGUMENT', 'TOTAL_OUT_OF_RANGE', message, {
    metadata: { total_minor_units: String(totalMinorUnits) },
  });
}

export function illegalTransition(orderId: string, from: OrderStatus, to: OrderStatus): DomainError {
  return new DomainError('FAILED_PRECONDITION', 'ILLEGAL_TRANSITION', `an order cannot go from ${from} to ${to}`, {
    metadata: { order_id: orderId, from, to },
  });
}

export function refundTooLarge(orderId: string, refundable: Money): DomainError {
  const { currencyCode, minorUnits } = refundable;
  const message = `${minorUnits} minor units of ${currencyCode} are left to give back`;
  return new DomainError('FAILED_PRECONDITION', 'REFUND_TOO_LARGE', message, {
    metadata: { order_id: orderId, refundable_minor_units: String(minorUnits) },
  });
}

export function etagMismatch(): DomainError {
  return new DomainError('ABORTED', 'ETAG_MISMATCH', 'the order changed since its etag was read; read it again');
}

export function ordersOpen(openOrders: number): DomainError {
  const message = `the account has ${openOrders} orders that are not finished`;
  return new DomainError('FAILED_PRECONDITION', 'ORDERS_OPEN', message, {
    metadata: { open_orders: String(openOrders) },
  });
}

export function invalidField(field: string, description: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', 'INVALID_FIELD', `${field}: ${description}`, {
    fields: [{ field, description }],
  });
}

export function paymentsUnavailable(cause?: unknown): DomainError {
  return new DomainError('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', 'payments cannot be reached now; try again', {
    metadata: { dependency: 'payments' },
    retryAfterMs: 1000,
    cause,
  });
}
