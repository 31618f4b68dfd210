import { ChangeFeed, type Cursor, Watches } from '@bookstore/database';
import type { AvailabilityWatch, BookAvailability } from '../domain/availability-watch.ts';
import type { Database } from './database.ts';

interface AvailabilityWatchesOptions {
  readonly database: Database;
  /** Of the same database, for the connection that listens. */
  readonly url: string;
  /** Milliseconds after which all watched books are looked at. */
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}

/** Told which books' stock has changed; undefined for "any". */
export type StockChanged = (bookIds: readonly string[] | undefined) => void;

export interface AvailabilityWatches extends AvailabilityWatch {
  /** Says to all processes that stock has changed. */
  readonly changed: StockChanged;
  start(): void;
  stop(): Promise<void>;
}

/** All watchers of stock in this process, and how it hears of changes that others make. */
export function createAvailabilityWatches(options: AvailabilityWatchesOptions): AvailabilityWatches {
  const { database, url, everyMs, onError } = options;
  const watches = new Watches<Change>({ look: (seen) => findBeyond(database, seen), everyMs, onError });
  const feed = new ChangeFeed({
    ...{ url, applicationName: 'inventory-changes', channel: 'stock_changed', onError },
    onChange: (ids) => watches.changed(ids),
  });
  return {
    now: (bookIds) =>
      findBeyond(
        database,
        bookIds.map((id) => ({ id, version: NOTHING_SEEN })),
      ),
    changes: (seen, signal) =>
      watches.watch(
        seen.map(({ bookId: id, version }) => ({ id, version })),
        signal,
      ),
    changed: (bookIds) => feed.announce(bookIds),
    start: () => feed.start(),
    stop: () => feed.stop(),
  };
}

type Change = Cursor & BookAvailability;

/** Below every version. */
const NOTHING_SEEN = -1n;

/** The newest state of the books whose stock has changed beyond what was seen, in the order asked. */
function findBeyond(database: Database, seen: readonly Cursor[]): Promise<Change[]> {
  return database.$queryRaw<Change[]>`
    SELECT stock.book_id AS id, stock.book_id AS "bookId", stock.version,
      CASE WHEN status = 'ACTIVE' THEN on_hand - reserved ELSE 0 END AS available
    FROM unnest(${seen.map(({ id }) => id)}::uuid[], ${seen.map(({ version }) => version)}::bigint[])
      WITH ORDINALITY AS seen (book_id, version, position)
    JOIN stock_levels AS stock ON stock.book_id = seen.book_id AND stock.version > seen.version
    JOIN books ON books.id = stock.book_id
    ORDER BY position`;
}
