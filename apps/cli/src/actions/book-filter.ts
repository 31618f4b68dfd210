import { type BookFilter, type Money, parseMoney } from '@bookstore/client';
import { usageFailure } from '../failures.ts';

/** What books can be narrowed to, as it is written on the command line. */
export interface FilterOptions {
  readonly author?: string;
  readonly subject?: string;
  readonly language?: string;
  readonly minPrice?: string;
  readonly maxPrice?: string;
  readonly currency?: string;
  readonly inStock?: boolean;
  readonly retired?: boolean;
}

/** Reads it. Throws for a price without currency, and one that is none. */
export function filterOf(options: FilterOptions): BookFilter {
  const { author, subject, language, inStock, retired: includeRetired } = options;
  const minPrice = priceOf(options.minPrice, options.currency);
  const maxPrice = priceOf(options.maxPrice, options.currency);
  return { author, subject, language, inStock, includeRetired, minPrice, maxPrice };
}

function priceOf(text: string | undefined, currency: string | undefined): Money | undefined {
  if (text === undefined) return undefined;
  if (currency === undefined) throw usageFailure('a price needs its currency', 'add --currency EUR, for example');
  return parseMoney(text, currency);
}
