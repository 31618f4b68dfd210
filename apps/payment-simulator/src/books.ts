import * as z from 'zod';
import { type Event } from './domain/events.ts';
import { type PaymentIntent } from './domain/payment-intent.ts';
import { type Refund } from './domain/refund.ts';

/** An answer as it went out, to be repeated under its idempotency key. */
export interface StoredAnswer {
  readonly key: string;
  /** Hash of the request that it answers. */
  readonly fingerprint: string;
  /** Unix time in milliseconds. */
  readonly at: number;
  readonly status: number;
  readonly body: string;
}

/** What one request changed, and its answer: one line of the ledger, kept whole or not at all. */
export interface Entry {
  readonly intent?: PaymentIntent | undefined;
  readonly refund?: Refund | undefined;
  readonly answer?: StoredAnswer | undefined;
  /** What the shop is to be told of the change. */
  readonly events?: readonly Event[] | undefined;
  /** Id of an event that the shop has taken. */
  readonly taken?: string | undefined;
}

/** An event that the shop has not taken yet, with what it is of, as it was then. */
export interface PendingEvent extends Event {
  readonly intent: PaymentIntent | undefined;
  readonly refund: Refund | undefined;
}

/** Stripe keeps idempotency keys for at least a day: https://docs.stripe.com/api/idempotent_requests */
const KEY_LIFE_MS = 24 * 60 * 60 * 1000;

/** All payments, in memory: what the entries of the ledger add up to. */
export class Books {
  readonly intents = new Shelf<PaymentIntent>();
  readonly refunds = new Shelf<Refund>();
  readonly #refundIds = new Map<string, Set<string>>();
  readonly #answers = new Map<string, StoredAnswer>();
  readonly #pending = new Map<string, PendingEvent>();

  /** Takes one entry in. */
  apply({ intent, refund, answer, events = [], taken }: Entry): void {
    if (intent !== undefined) this.intents.put(intent);
    if (refund !== undefined) this.#putRefund(refund);
    if (answer !== undefined) this.#putAnswer(answer);
    for (const event of events) this.#pending.set(event.id, { ...event, intent, refund });
    if (taken !== undefined) this.#pending.delete(taken);
  }

  /** The refunds of a payment intent, oldest first. */
  refundsOf(intent: string): readonly Refund[] {
    return [...(this.#refundIds.get(intent) ?? [])].flatMap((id) => this.refunds.get(id) ?? []);
  }

  /** The events that the shop has not taken yet, oldest first. */
  pendingEvents(): readonly PendingEvent[] {
    return [...this.#pending.values()];
  }

  /** The answer under a key that is not forgotten yet. */
  answer(key: string, nowMs: number): StoredAnswer | undefined {
    const stored = this.#answers.get(key);
    return stored !== undefined && nowMs - stored.at < KEY_LIFE_MS ? stored : undefined;
  }

  #putRefund(refund: Refund): void {
    this.refunds.put(refund);
    const ids = this.#refundIds.get(refund.intent) ?? new Set();
    this.#refundIds.set(refund.intent, ids.add(refund.id));
  }

  #putAnswer(answer: StoredAnswer): void {
    this.#answers.delete(answer.key);
    this.#answers.set(answer.key, answer);
    for (const [key, { at }] of this.#answers) {
      if (answer.at - at < KEY_LIFE_MS) break;
      this.#answers.delete(key);
    }
  }
}

/** Things with an id, oldest first. */
class Shelf<Thing extends { readonly id: string }> {
  readonly #things: Thing[] = [];
  readonly #places = new Map<string, number>();

  get(id: string): Thing | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#things[place];
  }

  put(thing: Thing): void {
    const place = this.#places.get(thing.id) ?? this.#things.length;
    this.#places.set(thing.id, place);
    this.#things[place] = thing;
  }

  /** Newest first, all or those that are older than the one named. */
  *newestFirst(olderThan?: string): Generator<Thing> {
    const end = olderThan === undefined ? this.#things.length : (this.#places.get(olderThan) ?? 0);
    for (let place = end - 1; place >= 0; place -= 1) {
      const thing = this.#things[place];
      if (thing !== undefined) yield thing;
    }
  }
}

/** Our own lines: only their shape is looked at, so that a file of another kind is not taken for a ledger. */
const Line = z.strictObject({
  intent: z.looseObject({ id: z.string() }).optional(),
  refund: z.looseObject({ id: z.string(), intent: z.string() }).optional(),
  answer: z.looseObject({ key: z.string(), at: z.number() }).optional(),
  events: z.array(z.looseObject({ id: z.string(), type: z.string(), at: z.number() })).optional(),
  taken: z.string().optional(),
});

/**
 * Takes a line of the ledger for an entry.
 * @throws {Error} when it is none.
 */
export function readEntry(line: unknown): Entry {
  if (!Line.safeParse(line).success) throw new Error('the ledger holds a line that is not of this simulator');
  return line as Entry;
}
