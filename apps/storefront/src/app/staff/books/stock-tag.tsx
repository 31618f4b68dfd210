import type { StaffBookView } from './staff-book-view.server.ts';

/** Fewer than these are few. */
export const LOW_STOCK = 5;

/** In a word, whether a book is sold and whether there are copies. */
export function StockTag({
  book: { isSold, available },
}: {
  readonly book: Pick<StaffBookView, 'isSold' | 'available'>;
}) {
  if (!isSold) return <span className="tag text-muted">Retired</span>;
  if (available <= 0) return <span className="tag text-bad">Sold out</span>;
  if (available <= LOW_STOCK) return <span className="tag text-warn">Low</span>;
  return <span className="tag text-good">In stock</span>;
}
