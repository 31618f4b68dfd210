import type { BookListQuery, BookOrder } from '@bookstore/client';
import { DomainError, parseMoney } from '@bookstore/values';

/** How lists can be ordered, as the address of the page has it. */
export const ORDERS = {
  title: ['TITLE', 'Title'],
  newest: ['ADDED_DESCENDING', 'New in the shop'],
  published: ['PUBLISHED_DESCENDING', 'Publication year'],
  cheapest: ['PRICE_ASCENDING', 'Price, low to high'],
  dearest: ['PRICE_DESCENDING', 'Price, high to low'],
} as const satisfies Record<string, readonly [BookOrder, string]>;

type OrderName = keyof typeof ORDERS;

/** What the address of a page asks for; whatever is nothing of the kind is left out. */
export function readBookQuery(search: URLSearchParams, currency: string): BookListQuery & { readonly words: string } {
  const text = (name: string) => {
    const value = (search.get(name) ?? '').trim().slice(0, 200);
    return value === '' ? undefined : value;
  };
  const order = text('order') ?? '';
  return {
    words: text('q') ?? '',
    author: text('author'),
    subject: text('subject'),
    language: text('language'),
    minPrice: readPrice(text('min'), currency),
    maxPrice: readPrice(text('max'), currency),
    inStock: search.get('stock') === 'in',
    orderBy: Object.hasOwn(ORDERS, order) ? ORDERS[order as OrderName][0] : undefined,
  };
}

function readPrice(text: string | undefined, currency: string) {
  try {
    const price = text === undefined ? undefined : parseMoney(text.replace(',', '.'), currency);
    return price && price.minorUnits >= 0n ? price : undefined;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** The address of the same list with one thing changed; the page in it begins anew. */
export function changed(search: URLSearchParams, name: string, value: string | undefined): string {
  const next = new URLSearchParams(search);
  next.delete('page');
  if (value === undefined) next.delete(name);
  else next.set(name, value);
  return `?${next.toString()}`;
}
