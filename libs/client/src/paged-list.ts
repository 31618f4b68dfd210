/** One page of a list (AIP-158). */
export interface Page<T> {
  /** What is on the page, in the order of the list. */
  readonly items: readonly T[];
  /** Hand it to `page()` for the next one; undefined on the last. Good only for the same list. */
  readonly nextPageToken: string | undefined;
}

/** What every list takes. */
export interface ListOptions {
  /** Items on a page; the shop has a default, and a most. */
  readonly pageSize?: number | undefined;
}

/**
 * A list that the shop gives out page by page. Nothing is asked for before it is needed:
 *
 *     for await (const book of shop.books.list()) ...
 *     for await (const page of shop.books.list().pages()) ...
 *     const page = await shop.books.list({ pageSize: 20 }).page(token);
 *
 * Each page is one call, with a deadline of its own; whatever the calls throw comes out here.
 */
export class PagedList<T, P extends Page<T> = Page<T>> implements AsyncIterable<T> {
  readonly #fetch: (pageToken: string) => Promise<P>;

  /** `fetch` gets one page; an empty token names the first. */
  constructor(fetch: (pageToken: string) => Promise<P>) {
    this.#fetch = fetch;
  }

  /** One page: the first, or the one that a token names. */
  page(pageToken = ''): Promise<P> {
    return this.#fetch(pageToken);
  }

  /** All pages, first to last, or from the one that a token names. */
  async *pages(pageToken = ''): AsyncGenerator<P, void, undefined> {
    for (let token: string | undefined = pageToken; token !== undefined;) {
      const page: P = await this.#fetch(token);
      yield page;
      token = page.nextPageToken;
    }
  }

  /** All items, first to last. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }
}
