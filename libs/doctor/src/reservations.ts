import type { Snapshot } from './snapshot.ts';

/** The copies of an order, as inventory has them. */
export interface ReservationRow {
  readonly key: string;
  readonly state: 'HELD' | 'COMMITTED' | 'RELEASED';
  /** It is due for so long that it should have been decided. */
  readonly overdue: boolean;
  /** Every copy has come back. */
  readonly allReturned: boolean;
  /** Books, copies and prices, by book, in words. */
  readonly lines: string | null;
}

export function streamReservations(snapshot: Snapshot, graceMs: number): AsyncGenerator<ReservationRow> {
  return snapshot.stream(SQL, [graceMs]);
}

const SQL = `
  WITH page AS MATERIALIZED (SELECT * FROM reservations WHERE order_id > $1 ORDER BY order_id LIMIT $2)
  SELECT order_id AS key, state, due_at < now() - $3::bigint * interval '1 ms' AS overdue,
    coalesce(all_returned, false) AS "allReturned", lines
  FROM page
  LEFT JOIN LATERAL (
    SELECT bool_and(returned = quantity) AS all_returned, string_agg(
      format('%s x%s at %s %s', book_id, quantity, unit_price_minor_units, currency_code), ', ' ORDER BY book_id
    ) AS lines
    FROM reservation_lines WHERE reservation_lines.order_id = page.order_id
  ) AS summed ON true
  ORDER BY order_id`;
