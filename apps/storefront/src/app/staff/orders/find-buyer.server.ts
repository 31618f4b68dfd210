import type { Bookstore } from '@bookstore/client';

/** Whose orders are meant by the beginning of an e-mail address. */
export interface FoundBuyer {
  /** Undefined where it is not one person alone. */
  readonly userId: string | undefined;
  /** The addresses that begin so, where several do. */
  readonly others: readonly string[];
}

const MOST_SHOWN = 8;

export async function findBuyer(shop: Bookstore, written: string, signal: AbortSignal): Promise<FoundBuyer> {
  const { items } = await shop.users.list({ emailPrefix: written, pageSize: MOST_SHOWN }, { signal }).page();
  const same = items.find(({ email }) => email.toLowerCase() === written.toLowerCase());
  const one = same ?? (items.length === 1 ? items[0] : undefined);
  return { userId: one?.userId, others: one ? [] : items.map(({ email }) => email) };
}
