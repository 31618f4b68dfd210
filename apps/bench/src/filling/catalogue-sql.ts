import { BOOK_ID, ORDER_ID, sqlIdOf } from '../shop/shop-ids.ts';
import type { Rows } from './rows.ts';
import type { ShopSize } from './shop-size.ts';

// Books and their stock, as if they had come in by ImportBooks and been sold by PlaceOrder. The
// first books of a catalogue are the titles themselves, by popularity; of the others each has the
// beginning of one title and the end of another, so that words are as frequent as in real titles,
// and two of them together as rare.

/** Nobody buys so many copies that a title runs out. */
export const COPIES = 1_000_000_000;

export const SUBJECTS = ['Fiction', 'History', 'Travel', 'Science', 'Poetry'];

/** What a copy of a book costs, in cents; also written into what was sold. Each subject has books of all 41 prices. */
export const priceSql = (n: string) => `(500 + ${n} % 41 * 50)`;

/** What fills an empty inventory; `titles` is how many rows bench_titles has. */
export function catalogueRows(size: ShopSize, titles: number): readonly Rows[] {
  return [booksRows(size, titles), salesRows(size, titles)];
}

function booksRows({ books, orders }: ShopSize, titles: number): Rows {
  const sold = `((${orders} - 1 - n + ${books}) / ${books})`;
  return {
    tables: ['books', 'stock_levels'],
    statements: [
      insertBooks(books, titles),
      `INSERT INTO stock_levels (book_id, on_hand, reserved, version)
       SELECT ${sqlIdOf(BOOK_ID, 'n')}, ${COPIES} - ${sold}, 0, 1 + 2 * ${sold}
       FROM generate_series(0, ${books - 1}) AS n`,
    ],
  };
}

/** Order k is of book k, then from the first book on. */
function salesRows({ books, orders }: ShopSize, titles: number): Rows {
  const book = sqlIdOf(BOOK_ID, `(k % ${books})`);
  const order = sqlIdOf(ORDER_ID, 'k');
  const each = `FROM generate_series(0, ${orders - 1}) AS k`;
  return {
    tables: ['stock_movements', 'reservations', 'reservation_lines', 'returns'],
    statements: [
      `INSERT INTO stock_movements (book_id, stock_version, quantity, on_hand_after, reason)
       SELECT ${sqlIdOf(BOOK_ID, 'n')}, 1, ${COPIES}, ${COPIES}, 'INITIAL' FROM generate_series(0, ${books - 1}) AS n`,
      `INSERT INTO reservations (order_id, state, due_at, order_version, created_at)
       SELECT ${order}, 'COMMITTED', ${soldAt(orders)} + interval '31 minutes', 2, ${soldAt(orders)} ${each}`,
      `INSERT INTO reservation_lines (order_id, book_id, quantity, unit_price_minor_units, currency_code, title)
       SELECT ${order}, ${book}, 1, ${priceSql(`(k % ${books})`)}, 'USD', t.title
       ${each} JOIN bench_titles AS t ON t.rank = k % ${books} % ${titles}`,
      `INSERT INTO stock_movements
         (book_id, stock_version, quantity, on_hand_after, reason, order_id, created_at)
       SELECT ${book}, 3 + k / ${books} * 2, -1, ${COPIES} - 1 - k / ${books}, 'SOLD', ${order}, ${soldAt(orders)} ${each}`,
    ],
  };
}

/** What a trigger does otherwise, for where triggers rest. */
export const SEARCH_TERMS_SQL = `
  INSERT INTO search_terms (term)
  SELECT DISTINCT word.lexeme COLLATE "C" FROM books, unnest(search) AS word
  WHERE word.weights && ARRAY['A', 'B', 'C'] AND length(word.lexeme) BETWEEN 2 AND 60
  ON CONFLICT DO NOTHING`;

/** When an order was placed: one a second, the last one an hour ago. */
export function soldAt(orders: number): string {
  return `(date_trunc('second', now()) - interval '1 hour' - (${orders} - k) * interval '1 second')`;
}

function insertBooks(books: number, titles: number): string {
  return `
    INSERT INTO books (id, title, authors, isbn, publisher, published_year, language, subjects, description,
      price_minor_units, currency_code, source, source_key, created_at, updated_at)
    SELECT ${sqlIdOf(BOOK_ID, 'n')}, CASE WHEN n < ${titles} THEN own.title ELSE own.head || ' ' || other.tail END,
      own.authors, ${isbnSql}, other.authors[1] || ' & Sons', own.published_year, own.language,
      ARRAY[(ARRAY['${SUBJECTS.join("', '")}'])[n % ${SUBJECTS.length} + 1]],
      'For whoever liked ' || other.title || ' by ' || other.authors[1] || ', and for everybody else.',
      ${priceSql('n')}, 'USD', 'bench', n::text, now() - n * interval '1 second', now()
    FROM generate_series(0, ${books - 1}) AS n
      JOIN bench_titles AS own ON own.rank = n % ${titles}
      JOIN bench_titles AS other ON other.rank = (n + (n / ${titles} + 1) * 619) % ${titles}`;
}

/** An ISBN-13 with the right check digit, made of the number. */
const isbnSql = `'978' || lpad(n::text, 9, '0') || (
  10 - (38 + 3 * (n / 100000000 % 10 + n / 1000000 % 10 + n / 10000 % 10 + n / 100 % 10 + n % 10)
    + n / 10000000 % 10 + n / 100000 % 10 + n / 1000 % 10 + n / 10 % 10) % 10
) % 10`;
