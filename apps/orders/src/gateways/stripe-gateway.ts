import type { Logger } from '@bookstore/service-kit';
import type { Money } from '@bookstore/values';
import Stripe from 'stripe';
import type { Payment, PaymentGateway } from '../domain/payment.ts';
import type { RefundNotice } from '../domain/refund.ts';
import { stripeUnits } from './stripe-amounts.ts';
import {
  declineOf,
  isRefusal,
  isUnknown,
  paymentInError,
  paymentOf,
  refundAnswerOf,
  refusalOfPayment,
} from './stripe-answers.ts';

export interface StripeGatewayOptions {
  /** Stripe's own, or that of the payment simulator. */
  readonly apiUrl: string;
  readonly secretKey: string;
  readonly timeoutMs: number;
  /** Where a buyer comes back to from 3-D Secure. */
  readonly returnUrl: string;
  readonly logger: Logger;
}

/**
 * Payments by Stripe's PaymentIntents. Every write carries an idempotency key of ours, so that
 * Stripe does it once; an answer that leaves open what happened is told as such, never guessed.
 */
export function createStripeGateway(options: StripeGatewayOptions): PaymentGateway {
  const stripe = connect(options);
  const { logger, returnUrl } = options;

  const undecided = (call: string, error: unknown, ids: object): Payment => {
    const payment = paymentInError(error);
    if (payment) return payment;
    const facts = { ...ids, call, ...describe(error) };
    // It was prepared there: its books are not those that it was written in, and a person has to look.
    if (isUnknown(error)) logger.error(facts, 'the payment company does not know the payment of an order');
    else logger.warn(facts, 'the payment company gave no clear answer');
    return { kind: 'UNDECIDED' };
  };

  return {
    async create({ orderId, amount }) {
      try {
        const intent = await stripe.paymentIntents.create(
          { ...amountOf(amount), allowed_payment_method_types: ['card'], metadata: { order_id: orderId } },
          { idempotencyKey: `${orderId}:create` },
        );
        return intent.id;
      } catch (error) {
        logger.warn({ orderId, call: 'create', ...describe(error) }, 'the payment company prepared no payment');
        throw refusalOfPayment(error, amount);
      }
    },

    async confirm({ orderId, paymentIntentId, paymentMethod }) {
      try {
        const intent = await stripe.paymentIntents.confirm(
          paymentIntentId,
          { payment_method: paymentMethod, return_url: wayBack(returnUrl, orderId) },
          { idempotencyKey: `${orderId}:confirm` },
        );
        return paymentOf(intent);
      } catch (error) {
        return declineOf(error) ?? undecided('confirm', error, { orderId, paymentIntentId });
      }
    },

    async find({ orderId, paymentIntentId }) {
      try {
        return paymentOf(await stripe.paymentIntents.retrieve(paymentIntentId));
      } catch (error) {
        return undecided('find', error, { orderId, paymentIntentId });
      }
    },

    async cancel({ orderId, paymentIntentId }) {
      try {
        return paymentOf(await stripe.paymentIntents.cancel(paymentIntentId));
      } catch (error) {
        const payment = undecided('cancel', error, { orderId, paymentIntentId });
        return isUnknown(error) ? { kind: 'CANCELLED' } : payment;
      }
    },

    async refund(refund) {
      try {
        return refundAnswerOf((await findRefund(stripe, refund)) ?? (await createRefund(stripe, refund)));
      } catch (error) {
        const answer = isRefusal(error) ? 'FAILED' : 'UNDECIDED';
        logger.warn({ refundId: refund.refundId, answer, ...describe(error) }, 'the payment company took no refund');
        return answer;
      }
    },
  };
}

function connect({ apiUrl, secretKey, timeoutMs }: StripeGatewayOptions): Stripe {
  const { protocol, hostname, port } = new URL(apiUrl);
  return new Stripe(secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port),
    timeout: timeoutMs,
    // Repeating is ours: by the buyer under the same request id, and by the sweeps.
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** Stripe forgets idempotency keys after a day, its refunds never. */
async function findRefund(
  stripe: Stripe,
  { refundId, paymentIntentId }: RefundNotice,
): Promise<Stripe.Refund | undefined> {
  for await (const refund of stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100 })) {
    if (refund.metadata?.['refund_id'] === refundId) return refund;
  }
  return undefined;
}

function createRefund(
  stripe: Stripe,
  { refundId, orderId, paymentIntentId, amount }: RefundNotice,
): Promise<Stripe.Refund> {
  return stripe.refunds.create(
    {
      payment_intent: paymentIntentId,
      amount: stripeUnits(amount),
      metadata: { refund_id: refundId, order_id: orderId },
    },
    { idempotencyKey: refundId },
  );
}

function amountOf(amount: Money): { amount: number; currency: string } {
  return { amount: stripeUnits(amount), currency: amount.currencyCode.toLowerCase() };
}

function wayBack(returnUrl: string, orderId: string): string {
  const url = new URL(returnUrl);
  url.searchParams.set('order_id', orderId);
  return url.href;
}

/** What of an error may stand in a log: its text may name a payment method. */
function describe(error: unknown): object {
  if (!(error instanceof Stripe.errors.StripeError)) return { fault: error instanceof Error ? error.name : 'unknown' };
  const { type, code, statusCode, requestId } = error;
  return { type, code, statusCode, stripeRequestId: requestId };
}
