import type {
  InventoryServiceImplementation,
  WatchAvailabilityResponse,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import type { ServiceContext } from '@bookstore/service-kit';
import type { AvailabilityWatch, BookAvailability } from '../domain/availability-watch.ts';
import { bookNotFound } from '../domain/book.ts';
import { readId } from './identifiers.ts';

type WatchAvailability = InventoryServiceImplementation<ServiceContext>['watchAvailability'];

/** A change of stock that leaves the availability as it is, such as a sale of copies that were held, is not sent. */
export function createWatchAvailability(watch: AvailabilityWatch): WatchAvailability {
  return async function* watchAvailability({ bookIds }, { signal }) {
    const now = await findAll(watch, [...new Set(bookIds.map(readId))]);
    const sent = new Map(now.map(({ bookId, available }) => [bookId, available]));
    yield* now.map(toMessage);
    for await (const change of watch.changes(now, signal)) {
      if (sent.get(change.bookId) === change.available) continue;
      sent.set(change.bookId, change.available);
      yield toMessage(change);
    }
  };
}

async function findAll(watch: AvailabilityWatch, bookIds: readonly string[]): Promise<readonly BookAvailability[]> {
  const found = await watch.now(bookIds);
  const known = new Set(found.map(({ bookId }) => bookId));
  const unknown = bookIds.find((bookId) => !known.has(bookId));
  if (unknown !== undefined) throw bookNotFound({ bookId: unknown });
  return found;
}

function toMessage({ bookId, available, version }: BookAvailability): WatchAvailabilityResponse {
  return { bookId, available, version };
}
