import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { reasonOf, SourceUnreachable } from './source-unreachable.ts';

/** Where the payment company answers, and the key that it knows the shop by. */
export interface PaymentCompany {
  readonly apiUrl: string;
  readonly secretKey: string;
}

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

const PAGE_SIZE = 100;
const TIMEOUT_MS = 30_000;
/** Stripe refuses more than its rate allows with 429, and asks to come again. */
const PAUSES_MS = [500, 2_000, 8_000];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads every payment and refund by the lists of Stripe's API, and keeps them in memory.
 * @throws {SourceUnreachable}
 */
export async function readLedger(company: PaymentCompany, onRead: (payments: number) => void): Promise<Ledger> {
  const refunded = new Map<string, bigint>();
  let refunds = 0;
  for await (const refund of list(company, 'refunds', REFUND)) {
    refunds += 1;
    if (refund.payment_intent === null || GIVES_NOTHING_BACK.has(refund.status ?? '')) continue;
    refunded.set(refund.payment_intent, (refunded.get(refund.payment_intent) ?? 0n) + BigInt(refund.amount));
  }
  const byOrder = new Map<string, Payment[]>();
  let payments = 0;
  for await (const intent of list(company, 'payment_intents', INTENT)) {
    payments += 1;
    const named = intent.metadata['order_id'] ?? '';
    const orderId = UUID.test(named) ? named : '';
    const of = byOrder.get(orderId);
    const payment = toPayment(intent, refunded.get(intent.id) ?? 0n);
    if (of === undefined) byOrder.set(orderId, [payment]);
    else of.push(payment);
    if (payments % PAGE_SIZE === 0) onRead(payments);
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

function toPayment({ id, amount_received: received, currency }: z.infer<typeof INTENT>, refunded: bigint): Payment {
  return { paymentIntentId: id, currency: currency.toUpperCase(), received: BigInt(received), refunded };
}

/** All things of a list, newest first, page by page. */
async function* list<Thing extends { readonly id: string }>(
  company: PaymentCompany,
  name: string,
  shape: z.ZodType<Thing>,
) {
  const page = z.object({ data: z.array(shape), has_more: z.boolean() });
  for (let after = ''; ;) {
    const url = new URL(`/v1/${name}?limit=${PAGE_SIZE}${after}`, company.apiUrl);
    const { data, success } = page.safeParse(await get(url, company.secretKey));
    if (!success) throw new SourceUnreachable('payments', `${url.pathname} answers something else than a list`);
    yield* data.data;
    const last = data.data.at(-1);
    if (!data.has_more || last === undefined) return;
    after = `&starting_after=${encodeURIComponent(last.id)}`;
  }
}

async function get(url: URL, secretKey: string): Promise<unknown> {
  for (const pauseMs of PAUSES_MS) {
    const answer = await ask(url, secretKey);
    if (answer.status !== 429 && answer.status < 500) return contentOf(url, answer);
    await sleep(pauseMs);
  }
  return contentOf(url, await ask(url, secretKey));
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function ask(url: URL, secretKey: string): Promise<Answer> {
  try {
    const headers = { authorization: `Bearer ${secretKey}` };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new SourceUnreachable('payments', reasonOf(error), error);
  }
}

/** What an answer holds; undefined for what is no JSON, such as the page of another server. */
function contentOf(url: URL, { status, text }: Answer): unknown {
  if (status !== 200) throw new SourceUnreachable('payments', `${url.pathname} answers with status ${status}`);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
