import type { Money } from '@bookstore/values';
import { BookstoreError, type Refusal } from './bookstore-error.ts';

/** Thrown when there is no such order, or none that the caller may see. */
export class OrderNotFoundError extends BookstoreError<'ORDER_NOT_FOUND'> {
  /** Which was asked for. */
  readonly orderId: string | undefined;

  constructor(refusal: Refusal) {
    super('ORDER_NOT_FOUND', refusal);
    this.orderId = refusal.metadata['order_id'];
  }
}

/** Thrown when the total is not what was expected; nothing was charged. Show the new one and ask again. */
export class PriceChangedError extends BookstoreError<'PRICE_CHANGED'> {
  /** What the order was expected to cost: the `expectedTotal` that it was placed with. */
  readonly expected: Money;
  /** What it costs now. */
  readonly total: Money;

  constructor(refusal: Refusal, expected?: Money) {
    super('PRICE_CHANGED', refusal);
    const { currency_code: currencyCode = '', expected_minor_units, total_minor_units } = refusal.metadata;
    this.expected = expected ?? { currencyCode, minorUnits: BigInt(expected_minor_units ?? 0) };
    this.total = { currencyCode, minorUnits: BigInt(total_minor_units ?? 0) };
  }
}

/** Thrown when the books of one order have prices in more than one currency. */
export class MixedCurrenciesError extends BookstoreError<'MIXED_CURRENCIES'> {
  /** The currencies, as ISO 4217 codes in one text. */
  readonly currencyCodes: string | undefined;

  constructor(refusal: Refusal) {
    super('MIXED_CURRENCIES', refusal);
    this.currencyCodes = refusal.metadata['currency_codes'];
  }
}

/** Thrown when the total is zero, or more than an order may have. */
export class TotalOutOfRangeError extends BookstoreError<'TOTAL_OUT_OF_RANGE'> {
  constructor(refusal: Refusal) {
    super('TOTAL_OUT_OF_RANGE', refusal);
  }
}

/** Thrown when the payment was declined. The order reads PAYMENT_FAILED, and its copies are free again. */
export class PaymentDeclinedError extends BookstoreError<'PAYMENT_DECLINED'> {
  /** The order that was not paid. */
  readonly orderId: string | undefined;
  /** The payment company's word for why, for example `insufficient_funds`. */
  readonly declineCode: string | undefined;

  constructor(refusal: Refusal) {
    super('PAYMENT_DECLINED', refusal);
    this.orderId = refusal.metadata['order_id'];
    this.declineCode = refusal.metadata['decline_code'];
  }
}

/** Thrown when the payment company does not know the payment method. */
export class PaymentMethodUnknownError extends BookstoreError<'PAYMENT_METHOD_UNKNOWN'> {
  constructor(refusal: Refusal) {
    super('PAYMENT_METHOD_UNKNOWN', refusal);
  }
}

/** Thrown when the order of this request id closed before it was paid: order again with a new one. */
export class OrderClosedError extends BookstoreError<'ORDER_CLOSED'> {
  /** The closed order. */
  readonly orderId: string | undefined;
  /** The state that it ended in, for example `EXPIRED`. */
  readonly status: string | undefined;

  constructor(refusal: Refusal) {
    super('ORDER_CLOSED', refusal);
    this.orderId = refusal.metadata['order_id'];
    this.status = refusal.metadata['status'];
  }
}

/** Thrown when an order cannot go from its state to the one asked for. */
export class IllegalTransitionError extends BookstoreError<'ILLEGAL_TRANSITION'> {
  /** Which order. */
  readonly orderId: string | undefined;
  /** The state that it is in. */
  readonly from: string | undefined;
  /** The state that was asked for. */
  readonly to: string | undefined;

  constructor(refusal: Refusal) {
    super('ILLEGAL_TRANSITION', refusal);
    this.orderId = refusal.metadata['order_id'];
    this.from = refusal.metadata['from'];
    this.to = refusal.metadata['to'];
  }
}

/** Thrown when more would be given back than was taken. */
export class RefundTooLargeError extends BookstoreError<'REFUND_TOO_LARGE'> {
  /** Which order. */
  readonly orderId: string | undefined;
  /** What is left to give back, in minor units of the order's currency. */
  readonly refundableMinorUnits: bigint;

  constructor(refusal: Refusal) {
    super('REFUND_TOO_LARGE', refusal);
    this.orderId = refusal.metadata['order_id'];
    this.refundableMinorUnits = BigInt(refusal.metadata['refundable_minor_units'] ?? 0);
  }
}
