import * as z from 'zod';
import { listAll, type PaymentCompany } from './payment-list.ts';

/** A payment as the payment company has it; amounts are minor units. */
export interface Payment {
  readonly paymentIntentId: string;
  readonly currency: string;
  readonly received: bigint;
  readonly refunded: bigint;
}

export interface Ledger {
  readonly payments: number;
  readonly refunds: number;
  /** By the order that each names; under the empty text those that name none. */
  readonly byOrder: ReadonlyMap<string, readonly Payment[]>;
}

const PROGRESS_PAYMENTS = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads every payment and refund by the lists of Stripe's API, and keeps them in memory.
 * @throws {SourceUnreachable}
 */
export async function readLedger(
  company: PaymentCompany,
  onRead: (payments: number) => void,
  signal?: AbortSignal,
): Promise<Ledger> {
  const refunded = new Map<string, bigint>();
  let refunds = 0;
  for await (const refund of listAll(company, 'refunds', REFUND, signal)) {
    refunds += 1;
    if (refund.payment_intent === null || GIVES_NOTHING_BACK.has(refund.status ?? '')) continue;
    refunded.set(refund.payment_intent, (refunded.get(refund.payment_intent) ?? 0n) + BigInt(refund.amount));
  }
  const byOrder = new Map<string, Payment[]>();
  let payments = 0;
  for await (const intent of listAll(company, 'payment_intents', INTENT, signal)) {
    payments += 1;
    const named = intent.metadata['order_id'] ?? '';
    const orderId = UUID.test(named) ? named : '';
    const of = byOrder.get(orderId);
    const payment = toPayment(intent, refunded.get(intent.id) ?? 0n);
    if (of === undefined) byOrder.set(orderId, [payment]);
    else of.push(payment);
    if (payments % PROGRESS_PAYMENTS === 0) onRead(payments);
  }
  return { payments, refunds, byOrder };
}

const GIVES_NOTHING_BACK = new Set(['failed', 'canceled']);

const INTENT = z.object({
  id: z.string(),
  amount_received: z.int(),
  currency: z.string(),
  metadata: z.record(z.string(), z.string()),
});

const REFUND = z.object({
  id: z.string(),
  amount: z.int(),
  payment_intent: z.string().nullable(),
  status: z.string().nullable(),
});

/** Stripe counts these as if they still had two digits after the point: https://docs.stripe.com/currencies#special-cases */
const IN_HUNDREDTHS = new Set(['ISK', 'UGX']);

function toPayment(intent: z.infer<typeof INTENT>, refunded: bigint): Payment {
  const currency = intent.currency.toUpperCase();
  const units = IN_HUNDREDTHS.has(currency) ? 100n : 1n;
  const received = BigInt(intent.amount_received) / units;
  return { paymentIntentId: intent.id, currency, received, refunded: refunded / units };
}
