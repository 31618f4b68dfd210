import type { Money } from '@bookstore/values';
import type { Payment, RefundAnswer } from '../../src/domain/payment.ts';
import type { RefundNotice } from '../../src/domain/refund.ts';

export const PAYMENT_METHODS = [
  ...['visa', 'declined', 'authentication', 'slow', 'hang', 'fail500', 'captureThen500', 'captureThenHang'],
] as const;

export interface Intent {
  readonly intentId: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly status: 'unstarted' | 'requires_action' | 'processing' | 'succeeded' | 'declined' | 'canceled';
}

type Answer = { readonly parameters: string; readonly payment: Payment } | { readonly parameters: string };

/** What the gateway tells those who look on: the money moves, or will move later. */
export interface GatewayEvents {
  readonly captured: (intent: Intent) => void;
  readonly later: (what: string, act: () => void) => void;
}

/**
 * The payment company as its adapter shows it: answers stored under idempotency keys, 500s too;
 * payments that are captured late, or whose answer never comes.
 */
export class GatewayModel {
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, { readonly intentId: string; readonly amount: bigint }>();
  readonly #answers = new Map<string, Answer>();
  readonly #created = new Map<string, string>();
  readonly #events: GatewayEvents;

  constructor(events: GatewayEvents) {
    this.#events = events;
  }

  of(orderId: string): readonly Intent[] {
    return [...this.intents.values()].filter((intent) => intent.orderId === orderId);
  }

  create(key: string, orderId: string, amount: Money): string {
    const known = this.#created.get(key);
    if (known !== undefined) return known;
    const intentId = `pi_${this.intents.size + 1}`;
    this.#created.set(key, intentId);
    this.#put({ intentId, orderId, amount, status: 'unstarted' });
    return intentId;
  }

  confirm(key: string, intentId: string, paymentMethod: string): Payment {
    const parameters = `${intentId} ${paymentMethod}`;
    const stored = this.#answers.get(key);
    // Other parameters, or a request that still runs: an error that says nothing of the payment.
    if (stored) return stored.parameters === parameters && 'payment' in stored ? stored.payment : UNDECIDED;
    const intent = this.intents.get(intentId)!;
    if (intent.status === 'succeeded' || intent.status === 'canceled') return paymentOf(intent);
    if (paymentMethod === 'hang' || paymentMethod === 'slow') {
      this.#answers.set(key, { parameters });
      if (paymentMethod === 'slow') this.#captureLater(intent, key, parameters);
      return UNDECIDED;
    }
    const payment = this.#charge(intent, paymentMethod);
    this.#answers.set(key, { parameters, payment });
    return payment;
  }

  find(intentId: string): Payment {
    return paymentOf(this.intents.get(intentId)!);
  }

  cancel(intentId: string): Payment {
    const intent = this.intents.get(intentId)!;
    if (intent.status === 'succeeded') return paymentOf(intent);
    return paymentOf(this.#put({ ...intent, status: 'canceled' }));
  }

  /** What the buyer decides at the bank's page; nothing if nobody asks. */
  authenticate(intentId: string, passed: boolean): void {
    const intent = this.intents.get(intentId)!;
    if (intent.status !== 'requires_action') return;
    if (passed) this.#capture(intent);
    else this.#put({ ...intent, status: 'declined' });
  }

  refund({ refundId, paymentIntentId, amount }: RefundNotice): RefundAnswer {
    if (this.refunds.has(refundId)) return 'DONE';
    const intent = this.intents.get(paymentIntentId);
    const left = intent ? this.kept(intent) : 0n;
    if (amount.minorUnits > left) return 'FAILED';
    this.refunds.set(refundId, { intentId: paymentIntentId, amount: amount.minorUnits });
    return 'DONE';
  }

  /** What was taken by a payment, less what was given back. */
  kept({ intentId, amount, status }: Intent): bigint {
    if (status !== 'succeeded') return 0n;
    const back = [...this.refunds.values()].filter((refund) => refund.intentId === intentId);
    return back.reduce((left, refund) => left - refund.amount, amount.minorUnits);
  }

  #charge(intent: Intent, paymentMethod: string): Payment {
    switch (paymentMethod) {
      case 'declined':
        return paymentOf(this.#put({ ...intent, status: 'declined' }));
      case 'authentication':
        return paymentOf(this.#put({ ...intent, status: 'requires_action' }));
      case 'fail500':
        return UNDECIDED;
      case 'captureThen500':
      case 'captureThenHang':
        this.#capture(intent);
        return UNDECIDED;
      default:
        return paymentOf(this.#capture(intent));
    }
  }

  #captureLater(intent: Intent, key: string, parameters: string): void {
    this.#put({ ...intent, status: 'processing' });
    this.#events.later('capture', () => {
      const now = this.intents.get(intent.intentId)!;
      const payment = paymentOf(now.status === 'canceled' ? now : this.#capture(now));
      this.#answers.set(key, { parameters, payment });
    });
  }

  #capture(intent: Intent): Intent {
    if (intent.status === 'succeeded') return intent;
    const captured = this.#put({ ...intent, status: 'succeeded' });
    this.#events.captured(captured);
    return captured;
  }

  #put(intent: Intent): Intent {
    this.intents.set(intent.intentId, intent);
    return intent;
  }
}

const UNDECIDED: Payment = { kind: 'UNDECIDED' };

function paymentOf({ intentId, amount, status }: Intent): Payment {
  switch (status) {
    case 'unstarted':
      return { kind: 'UNSTARTED' };
    case 'requires_action':
      return { kind: 'REDIRECT', url: `https://bank/${intentId}` };
    case 'processing':
      return UNDECIDED;
    case 'succeeded':
      return { kind: 'SUCCEEDED', captured: amount };
    case 'declined':
      return { kind: 'DECLINED', declineCode: 'generic_decline' };
    case 'canceled':
      return { kind: 'CANCELLED' };
  }
}
