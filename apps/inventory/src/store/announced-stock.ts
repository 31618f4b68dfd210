import type { BookRepository } from '../domain/book-repository.ts';
import type { ReservationRepository } from '../domain/reservation-repository.ts';
import type { StockRepository } from '../domain/stock-repository.ts';
import type { StockChanged } from './availability-watches.ts';

/** The same books; those whose availability may have changed are told to those who watch. Nobody watches a new one. */
export function announcedBooks(books: BookRepository, changed: StockChanged): BookRepository {
  return {
    ...books,
    async update(change) {
      const book = await books.update(change);
      if (change.onHand !== undefined) changed([change.bookId]);
      return book;
    },
    async retire(retirement) {
      const book = await books.retire(retirement);
      changed([retirement.bookId]);
      return book;
    },
  };
}

export function announcedStock(stock: StockRepository, changed: StockChanged): StockRepository {
  return {
    ...stock,
    async adjust(adjustment) {
      const adjusted = await stock.adjust(adjustment);
      changed([adjustment.bookId]);
      return adjusted;
    },
  };
}

/**
 * A sale changes nothing that can be ordered: the copies were held. Which copies become free again,
 * or come back, its caller does not say; that is seldom enough to let everybody look.
 */
export function announcedReservations(
  reservations: ReservationRepository,
  changed: StockChanged,
): ReservationRepository {
  return {
    ...reservations,
    async reserve(entries) {
      const results = await reservations.reserve(entries);
      const held = new Set(results.flatMap((result) => ('reservation' in result ? result.orderId : [])));
      const lines = entries.filter(({ orderId }) => held.has(orderId)).flatMap((entry) => entry.lines);
      if (lines.length > 0) changed(lines.map(({ bookId }) => bookId));
      return results;
    },
    async settle(outcome, entries) {
      const results = await reservations.settle(outcome, entries);
      if (outcome === 'RELEASED') changed(undefined);
      return results;
    },
    async takeBack(entries) {
      const results = await reservations.takeBack(entries);
      changed(undefined);
      return results;
    },
  };
}
