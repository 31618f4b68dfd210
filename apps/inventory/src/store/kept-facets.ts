import { AsyncLocalStorage } from 'node:async_hooks';
import { LRUCache } from 'lru-cache';
import type { BookFilter, Facet } from '../domain/book-finder.ts';

type Count = (filter: BookFilter) => Promise<readonly Facet[]>;

/** A count is kept for so many times as long as it took: all of them together never take more than a twentieth of the time. */
const TIMES = 20;
/** Milliseconds; older than this, a count is not told. */
const LONGEST_MS = 60_000;
/** Milliseconds; what took less is not worth keeping. */
const SOON_MS = 25;
/** Lists that are remembered. */
const LISTS = 500;

/**
 * Counts facets as `count` does, each list once for all who ask at the same time. In a large catalogue that takes seconds,
 * and the figures beside a filter may be a minute old. A count is part of nobody's call: the deadline of who happens to ask
 * first must not end it for the others.
 */
export function keepFacets(count: Count, now = () => performance.now()): Count {
  const countForAll = AsyncLocalStorage.bind(count);
  const kept = new LRUCache<string, readonly Facet[], BookFilter>({
    max: LISTS,
    // One that is not set would be for ever.
    ttl: 1,
    ttlResolution: 0,
    perf: { now },
    fetchMethod: async (_key, _stale, { context, options }) => {
      const begunAt = now();
      const facets = await countForAll(context);
      const took = now() - begunAt;
      options.ttl = took < SOON_MS ? 1 : Math.min(TIMES * took, LONGEST_MS);
      return facets;
    },
  });
  return async (filter) => {
    const key = JSON.stringify(filter, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    return (await kept.fetch(key, { context: filter })) ?? (await count(filter));
  };
}
