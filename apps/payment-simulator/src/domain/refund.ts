import { newId } from './ids.ts';
import { findPaymentMethod } from './payment-methods.ts';
import { type PaymentIntent } from './payment-intent.ts';
import { invalidRequest } from './refusal.ts';

export type RefundStatus = 'pending' | 'succeeded' | 'failed';

/** Money on its way back. */
export interface Refund {
  readonly id: string;
  readonly intent: string;
  readonly charge: string;
  /** Unix time in seconds. */
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly reason: string | null;
  /** What it is first, and from `settlesAt` (Unix time in milliseconds) on. */
  readonly first: RefundStatus;
  readonly last: RefundStatus;
  readonly settlesAt: number;
}

/** What somebody wants back; all that is left if no amount is said. */
export interface RefundWish {
  readonly amount: number | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly reason: string | null;
}

/** A refund's status at a time in milliseconds: it follows the clock, so a restart loses no step of it. */
export function refundStatus(refund: Refund, nowMs: number): RefundStatus {
  return nowMs < refund.settlesAt ? refund.first : refund.last;
}

/**
 * Gives money back, never more than was captured and is not given back yet.
 * @param refunds all refunds of the intent so far
 * @param settlementMs how long a refund takes that is not settled at once
 * @throws {Refusal} when there is not so much left.
 */
export function refundIntent(
  intent: PaymentIntent,
  refunds: readonly Refund[],
  wish: RefundWish,
  nowMs: number,
  settlementMs: number,
): Refund {
  if (intent.status !== 'succeeded' || intent.latestCharge === null || intent.paymentMethod === null) {
    throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    });
  }
  const left = refundable(intent, refunds, nowMs);
  if (left === 0) {
    throw invalidRequest(`Charge ${intent.latestCharge} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  }
  const amount = wish.amount ?? left;
  if (amount > left) {
    throw invalidRequest(
      `Refund amount (${amount} ${intent.currency}) is greater than unrefunded amount on charge (${left} ${intent.currency})`,
      { param: 'amount' },
    );
  }
  return {
    id: newId('re'),
    intent: intent.id,
    charge: intent.latestCharge,
    created: Math.floor(nowMs / 1000),
    amount,
    currency: intent.currency,
    metadata: wish.metadata,
    reason: wish.reason,
    ...course(intent.paymentMethod, nowMs, settlementMs),
  };
}

function refundable(intent: PaymentIntent, refunds: readonly Refund[], nowMs: number): number {
  return refunds
    .filter((refund) => refundStatus(refund, nowMs) !== 'failed')
    .reduce((left, refund) => left - refund.amount, intent.amountReceived);
}

function course(paymentMethod: string, nowMs: number, settlementMs: number) {
  switch (findPaymentMethod(paymentMethod)?.refunds) {
    case 'pending_then_succeeded':
      return { first: 'pending', last: 'succeeded', settlesAt: nowMs + settlementMs } as const;
    case 'succeeded_then_failed':
      return { first: 'succeeded', last: 'failed', settlesAt: nowMs + settlementMs } as const;
    case undefined:
      return { first: 'succeeded', last: 'succeeded', settlesAt: nowMs } as const;
  }
}
