import { setMaxListeners } from 'node:events';
import { type Books, type Entry, type PendingEvent } from '../books.ts';
import { type Event, eventsOfIntent, eventsOfRefund } from '../domain/events.ts';
import { type Ledger } from '../ledger.ts';

export interface DeskOptions {
  readonly books: Books;
  readonly ledger: Ledger;
  /** What clients send as `Authorization: Bearer ...`. */
  readonly secretKey: string;
  /** Where a buyer's browser reaches the simulator. */
  readonly publicUrl: string;
  /** How long a refund takes that is not settled at once. */
  readonly refundSettlementMs: number;
}

/** What the endpoints work with. */
export class Desk {
  readonly books: Books;
  readonly secretKey: string;
  readonly publicUrl: string;
  readonly refundSettlementMs: number;
  readonly #ledger: Ledger;
  #tell: ((event: PendingEvent) => void) | undefined;
  readonly #closing = new AbortController();

  constructor({ books, ledger, secretKey, publicUrl, refundSettlementMs }: DeskOptions) {
    this.books = books;
    this.secretKey = secretKey;
    this.publicUrl = publicUrl;
    this.refundSettlementMs = refundSettlementMs;
    this.#ledger = ledger;
    setMaxListeners(0, this.#closing.signal);
  }

  /** Unix time in milliseconds. */
  now(): number {
    return Date.now();
  }

  /** Aborted when the desk closes: whoever still waits for something gives up. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Takes a change in; resolves when it is on disk. Readers see it at once, so they wait for `settled`. */
  async record(change: Entry): Promise<void> {
    const events = this.#tell ? this.#eventsOf(change) : [];
    const entry = events.length > 0 ? { ...change, events } : change;
    this.books.apply(entry);
    await this.#ledger.append(entry);
    for (const event of events) this.#tell?.({ ...event, intent: change.intent, refund: change.refund });
  }

  /** Tells somebody of every event that the shop has to hear of, once it is on disk; of those first that wait since before. */
  tellEvents(tell: (event: PendingEvent) => void): void {
    this.#tell = tell;
    this.books.pendingEvents().forEach(tell);
  }

  /** Resolves when all that can be read now is on disk. */
  settled(): Promise<void> {
    return this.#ledger.settled();
  }

  #eventsOf({ intent, refund }: Entry): readonly Event[] {
    const [now, before] = [this.now(), this.books.intents.get(intent?.id ?? '')];
    return [...(intent ? eventsOfIntent(before, intent, now) : []), ...(refund ? eventsOfRefund(refund, now) : [])];
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#ledger.close();
  }
}
