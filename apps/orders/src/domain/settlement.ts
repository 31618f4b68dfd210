import { amend, giveBackLatePayment, move } from './order-moves.ts';
import type { Actor } from './order-status.ts';
import type { NextAction, Order, OrderStep } from './order.ts';
import type { Payment } from './payment.ts';

/** How an order closes whose payment can never come any more. */
export interface Closing {
  readonly status: 'CANCELLED' | 'EXPIRED';
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

/** The payment was called off at the payment company, and nobody here says why. */
export const CALLED_OFF: Closing = { status: 'CANCELLED', actor: 'SYSTEM' };

/** Nobody paid in time. */
export const NOT_PAID_IN_TIME: Closing = { status: 'EXPIRED', actor: 'SYSTEM' };

export interface SettlementTerms {
  readonly closing: Closing;
  /** Names the refund, should one be owed. */
  readonly refundId: () => string;
}

/**
 * What a payment means for its order: the step to write, or undefined if there is nothing to say.
 * RPC, webhook and timer all decide by this and nothing else, in any order and any number.
 */
export function settlement(
  order: Order,
  payment: Payment,
  { closing, refundId }: SettlementTerms,
): OrderStep | undefined {
  if (order.status !== 'AWAITING_PAYMENT') return lateSuccess(order, payment, refundId);
  switch (payment.kind) {
    case 'SUCCEEDED':
      return move(order, 'PAID', 'SYSTEM', { captured: payment.captured });
    case 'DECLINED':
      return move(order, 'PAYMENT_FAILED', 'SYSTEM', { declineCode: payment.declineCode });
    case 'CANCELLED':
      return move(order, closing.status, closing.actor, { cancelReason: closing.reason });
    case 'REDIRECT':
      return nextActionStep(order, { kind: 'REDIRECT', url: payment.url });
    case 'UNDECIDED':
      return nextActionStep(order, { kind: 'WAIT' });
    case 'UNSTARTED':
      return undefined;
  }
}

/** Money of an order that was paid before is known; money of one that closed unpaid is owed back. */
function lateSuccess(order: Order, payment: Payment, refundId: () => string): OrderStep | undefined {
  const late = payment.kind === 'SUCCEEDED' && order.captured.minorUnits === 0n;
  return late ? giveBackLatePayment(order, payment.captured, refundId()) : undefined;
}

function nextActionStep(order: Order, nextAction: NextAction): OrderStep | undefined {
  const known = order.nextAction;
  // A look-up that failed says less than what is known already.
  if (nextAction.kind === 'WAIT' && known) return undefined;
  const same = nextAction.kind === 'REDIRECT' && known?.kind === 'REDIRECT' && known.url === nextAction.url;
  return same ? undefined : amend(order, { nextAction });
}
