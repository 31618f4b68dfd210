import type { Mesh } from '@bookstore/mesh';
import { doctorSources } from '../doctor/see-the-doctor.ts';
import type { Evidence } from './check/evidence.ts';

interface Page<Item> {
  readonly data: readonly Item[];
  readonly has_more: boolean;
}

interface Intent {
  readonly id: string;
  readonly created: number;
  readonly amount_received: number;
  readonly last_payment_error: object | null;
  readonly metadata: { readonly order_id?: string };
}

interface Refund {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly payment_intent: string;
  readonly status: string;
  readonly metadata: { readonly refund_id?: string };
}

/** Asks the payment company, over its API, for what it took and gave back since a moment, in seconds since 1970. */
export async function readLedger(mesh: Mesh, since: number): Promise<Pick<Evidence, 'payments' | 'companyRefunds'>> {
  const intents = await list<Intent>(mesh, 'payment_intents', since);
  const refunds = await list<Refund>(mesh, 'refunds', since);
  return {
    payments: intents.map(({ id, amount_received, metadata, last_payment_error }) => {
      return {
        intentId: id,
        orderId: metadata.order_id,
        received: amount_received,
        declined: last_payment_error !== null,
      };
    }),
    companyRefunds: refunds.map(({ payment_intent, amount, status, metadata }) => {
      const failed = status === 'failed' || status === 'canceled';
      return { intentId: payment_intent, refundId: metadata.refund_id, amount, failed };
    }),
  };
}

/** Its lists begin with the newest. */
async function list<Item extends { readonly id: string; readonly created: number }>(
  mesh: Mesh,
  what: string,
  since: number,
): Promise<readonly Item[]> {
  const { apiUrl, secretKey } = doctorSources(mesh).payments;
  const address = `${apiUrl}/v1/${what}?limit=100`;
  const found: Item[] = [];
  for (let after = ''; ;) {
    const options = { headers: { authorization: `Bearer ${secretKey}` }, signal: AbortSignal.timeout(10_000) };
    const page = (await (await fetch(address + after, options)).json()) as Page<Item>;
    const inTime = page.data.filter(({ created }) => created >= since);
    found.push(...inTime);
    if (!page.has_more || inTime.length < page.data.length) return found;
    after = `&starting_after=${page.data.at(-1)?.id}`;
  }
}
