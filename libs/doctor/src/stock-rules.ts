import type { Rule } from './breaches.ts';

/** What must hold within inventory's database, each rule by one statement over whole tables. */
export const STOCK_RULES: readonly Rule[] = [
  {
    kind: 'ON_HAND_DIFFERS',
    sql: `
      SELECT json_build_object('book', book_id) AS ids,
        'on hand ' || coalesce(moved, 0) || ', the sum of its movements' AS expected,
        coalesce('on hand ' || on_hand, 'no stock row') AS found
      FROM stock_levels
      FULL JOIN (SELECT book_id, sum(quantity) AS moved FROM stock_movements GROUP BY book_id) AS movements
        USING (book_id)
      WHERE on_hand IS DISTINCT FROM coalesce(moved, 0)`,
  },
  {
    kind: 'RESERVED_DIFFERS',
    sql: `
      SELECT json_build_object('book', book_id) AS ids,
        'reserved ' || coalesce(held, 0) || ', the sum of its open holds' AS expected,
        coalesce('reserved ' || reserved, 'no stock row') AS found
      FROM stock_levels
      FULL JOIN (
        SELECT book_id, sum(quantity) AS held FROM reservations JOIN reservation_lines USING (order_id)
        WHERE state = 'HELD' GROUP BY book_id
      ) AS holds USING (book_id)
      WHERE reserved IS DISTINCT FROM coalesce(held, 0)`,
  },
  {
    kind: 'STOCK_OUT_OF_RANGE',
    sql: `
      SELECT json_build_object('book', book_id) AS ids, '0 <= reserved <= on hand' AS expected,
        'on hand ' || on_hand || ', reserved ' || reserved AS found
      FROM stock_levels WHERE reserved < 0 OR reserved > on_hand`,
  },
  {
    kind: 'BALANCE_DIFFERS',
    sql: `
      SELECT DISTINCT ON (book_id) json_build_object('book', book_id) AS ids,
        'movement ' || stock_version || ' leaves ' || running AS expected, 'it says ' || on_hand_after AS found
      FROM (
        SELECT book_id, stock_version, on_hand_after,
          sum(quantity) OVER (PARTITION BY book_id ORDER BY stock_version) AS running
        FROM stock_movements
      ) AS movements
      WHERE on_hand_after <> running ORDER BY book_id, stock_version`,
  },
  lineRule(
    'SALE_DIFFERS',
    `CASE WHEN state = 'COMMITTED' THEN quantity ELSE 0 END`,
    `(SELECT -sum(quantity) AS copies, order_id, book_id FROM stock_movements WHERE reason = 'SOLD' GROUP BY 2, 3)`,
    'sold',
  ),
  lineRule(
    'RETURN_DIFFERS',
    'returned',
    `(SELECT sum(quantity) AS copies, order_id, book_id FROM stock_movements
      WHERE reason = 'RETURNED' AND order_id IS NOT NULL GROUP BY 2, 3)`,
    'returned',
  ),
];

/** The lines of reservations say how many copies have left or come back, and movements must say the same. */
function lineRule(kind: Rule['kind'], said: string, moved: string, word: string): Rule {
  return {
    kind,
    sql: `
      SELECT json_build_object('order', order_id, 'book', book_id) AS ids,
        '${word} ' || coalesce(said, 0) || ' by its reservation' AS expected,
        '${word} ' || coalesce(copies, 0) || ' by its movements' AS found
      FROM (SELECT order_id, book_id, ${said} AS said FROM reservation_lines JOIN reservations USING (order_id)) AS lines
      FULL JOIN ${moved} AS movements USING (order_id, book_id)
      WHERE coalesce(said, 0) <> coalesce(copies, 0)`,
  };
}
