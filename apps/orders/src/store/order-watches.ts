import { ChangeFeed, Watches } from '@bookstore/database';
import type { WatchOrder } from '../domain/order-watch.ts';
import type { Database } from './database.ts';
import { changesBeyond, type OrderChange } from './order-changes.ts';

interface OrderWatchesOptions {
  readonly database: Database;
  /** Of the same database, for the connection that listens. */
  readonly url: string;
  /** Milliseconds after which all watched orders are looked at. */
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}

export interface OrderWatches {
  readonly watch: WatchOrder;
  /** Says to all processes that orders have changed. */
  readonly changed: (orderIds: readonly string[] | undefined) => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/** All watchers of orders in this process, and how it hears of changes that others make. */
export function createOrderWatches({ database, url, everyMs, onError }: OrderWatchesOptions): OrderWatches {
  const watches = new Watches<OrderChange>({ look: (seen) => changesBeyond(database, seen), everyMs, onError });
  const feed = new ChangeFeed({
    ...{ url, applicationName: 'orders-changes', channel: 'orders_changed', onError },
    onChange: (ids) => watches.changed(ids),
  });
  return {
    async *watch(orderId, afterVersion, signal) {
      for await (const { order } of watches.watch([{ id: orderId, version: afterVersion }], signal)) yield order;
    },
    changed: (orderIds) => feed.announce(orderIds),
    start: () => feed.start(),
    stop: () => feed.stop(),
  };
}
