import type { Book, Bookstore } from '@bookstore/client';

/** What the front page shows, which is the same for everybody. */
export interface Shelves {
  readonly newest: readonly Book[];
  readonly subjects: readonly { readonly value: string; readonly count: number }[];
}

/** Milliseconds; a new book may be missing from the front page for so long, and a sold one be there. */
const KEPT_MS = 10_000;
const SUBJECTS = 12;

/** Reads the shelves, and keeps them for a while: subjects are counted over the whole catalogue. */
export class ShelfKeeper {
  readonly #shop: Bookstore;
  #kept: { readonly until: number; readonly shelves: Promise<Shelves> } | undefined;

  constructor(shop: Bookstore) {
    this.#shop = shop;
  }

  read(): Promise<Shelves> {
    if (this.#kept && Date.now() < this.#kept.until) return this.#kept.shelves;
    const shelves = this.#readAnew();
    const kept = { until: Date.now() + KEPT_MS, shelves };
    this.#kept = kept;
    // A failure is told to those who wait for it now; the next visitor is a new try.
    shelves.catch(() => {
      if (this.#kept === kept) this.#kept = undefined;
    });
    return shelves;
  }

  async #readAnew(): Promise<Shelves> {
    const [newest, all] = await Promise.all([
      this.#shop.books.list({ orderBy: 'ADDED_DESCENDING', inStock: true, pageSize: 15 }).page(),
      this.#shop.books.list({ pageSize: 1, includeFacets: true }).page(),
    ]);
    const subjects = all.facets.find(({ field }) => field === 'subject')?.values ?? [];
    return { newest: newest.items, subjects: subjects.slice(0, SUBJECTS) };
  }
}
