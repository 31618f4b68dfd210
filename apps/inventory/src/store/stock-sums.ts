import type { CheckedBooks, StockBreach, StockSums } from '../domain/stock-sums.ts';
import type { Database } from './database.ts';

const NIL = '00000000-0000-0000-0000-000000000000';

export function createStockSums(database: Database): StockSums {
  return { check: (after, limit) => checkStock(database, after, limit) };
}

/** One statement, so that stock, movements and holds are those of one commit. */
async function checkStock(database: Database, after: string | undefined, limit: number): Promise<CheckedBooks> {
  const rows = await database.$queryRaw<(StockBreach & { isBroken: boolean; isLast: boolean })[]>`
    WITH page AS MATERIALIZED (
      SELECT book_id, on_hand, reserved FROM stock_levels
      WHERE book_id > ${after ?? NIL}::uuid ORDER BY book_id LIMIT ${limit}::bigint
    ), movements AS (
      SELECT book_id, sum(quantity)::bigint AS moved FROM stock_movements
      WHERE book_id IN (SELECT book_id FROM page) GROUP BY book_id
    ), holds AS (
      SELECT book_id, sum(quantity)::bigint AS held FROM reservations JOIN reservation_lines USING (order_id)
      WHERE state = 'HELD' AND book_id IN (SELECT book_id FROM page) GROUP BY book_id
    ), checked AS (
      SELECT book_id, on_hand, reserved, coalesce(moved, 0) AS moved, coalesce(held, 0) AS held,
        row_number() OVER (ORDER BY book_id) = ${limit}::bigint AS is_last
      FROM page LEFT JOIN movements USING (book_id) LEFT JOIN holds USING (book_id)
    ), judged AS (
      SELECT *, on_hand <> moved OR reserved <> held OR reserved < 0 OR reserved > on_hand AS is_broken FROM checked
    )
    SELECT book_id AS "bookId", on_hand AS "onHand", moved, reserved, held, is_broken AS "isBroken", is_last AS "isLast"
    FROM judged WHERE is_broken OR is_last ORDER BY book_id`;
  return {
    last: rows.find(({ isLast }) => isLast)?.bookId,
    breaches: rows.filter(({ isBroken }) => isBroken).map(toBreach),
  };
}

function toBreach({ bookId, onHand, moved, reserved, held }: StockBreach): StockBreach {
  return { bookId, onHand, moved, reserved, held };
}
