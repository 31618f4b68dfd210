import { setMaxListeners } from 'node:events';
import { type Books, type Entry } from '../books.ts';
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
  record(entry: Entry): Promise<void> {
    this.books.apply(entry);
    return this.#ledger.append(entry);
  }

  /** Resolves when all that can be read now is on disk. */
  settled(): Promise<void> {
    return this.#ledger.settled();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#ledger.close();
  }
}
