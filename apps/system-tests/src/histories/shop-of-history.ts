import type { Bookstore } from '@bookstore/client';
import type { HistoryLog } from './history-log.ts';

/** A title that a history sells. */
export interface TitleOfHistory {
  readonly bookId: string;
  /** Minor units, as last read; somebody may have changed it since. */
  shownPrice: number;
}

/** What all who act in one history share. */
export interface ShopOfHistory {
  readonly log: HistoryLog;
  readonly titles: readonly TitleOfHistory[];
  /** Orders that were acknowledged, for staff to go on with; newest last. */
  readonly acknowledged: string[];
}

/** Somebody who is signed in. */
export interface Person {
  readonly name: string;
  readonly userId: string;
  readonly store: Bookstore;
}

export const CURRENCY = 'USD';

/** What a caller waits for one answer. */
export const PATIENCE_MS = 1_500;

/** Nobody can take back more steps than there were. */
export function lookBack<T>(items: readonly T[], back: number): T | undefined {
  return items.at(-1 - (items.length === 0 ? 0 : back % items.length));
}
