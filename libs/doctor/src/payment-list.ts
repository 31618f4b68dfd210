import * as z from 'zod';
import { pause } from './pause.ts';
import { reasonOf, SourceUnreachable } from './source-unreachable.ts';

/** Where the payment company answers, and the key that it knows the shop by. */
export interface PaymentCompany {
  readonly apiUrl: string;
  readonly secretKey: string;
}

const PAGE_SIZE = 100;
const TIMEOUT_MS = 30_000;
/** Stripe refuses more than its rate allows with 429, and asks to come again. */
const PAUSES_MS = [500, 2_000, 8_000];

/**
 * All things of a list of Stripe's API, newest first, page by page; until the signal aborts, whose
 * reason is thrown then.
 * @throws {SourceUnreachable}
 */
export async function* listAll<Thing extends { readonly id: string }>(
  company: PaymentCompany,
  name: string,
  shape: z.ZodType<Thing>,
  signal?: AbortSignal,
) {
  const page = z.object({ data: z.array(shape), has_more: z.boolean() });
  for (let after = ''; ;) {
    const url = new URL(`/v1/${name}?limit=${PAGE_SIZE}${after}`, company.apiUrl);
    const { data, success } = page.safeParse(await get(url, company.secretKey, signal));
    if (!success) throw new SourceUnreachable('payments', `${url.pathname} answers something else than a list`);
    yield* data.data;
    const last = data.data.at(-1);
    if (!data.has_more || last === undefined) return;
    after = `&starting_after=${encodeURIComponent(last.id)}`;
  }
}

async function get(url: URL, secretKey: string, signal?: AbortSignal): Promise<unknown> {
  for (const pauseMs of PAUSES_MS) {
    const answer = await ask(url, secretKey, signal);
    if (answer.status !== 429 && answer.status < 500) return contentOf(url, answer);
    await pause(pauseMs, signal);
  }
  return contentOf(url, await ask(url, secretKey, signal));
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function ask(url: URL, secretKey: string, signal?: AbortSignal): Promise<Answer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const headers = { authorization: `Bearer ${secretKey}` };
    const response = await fetch(url, { headers, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    signal?.throwIfAborted();
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
