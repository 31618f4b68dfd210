// What a read has to ask PostgreSQL for, as inventory and orders asked on 2026-11-26. Floors stand
// still: what a service does better than this shows as a ratio above one.

const BOOK_COLUMNS = `
  b.id, b.title, b.authors, b.isbn, b.publisher, b.published_year AS "publishedYear", b.language, b.subjects,
  b.description, b.price_minor_units AS "priceMinorUnits", b.currency_code AS "currencyCode", b.source,
  b.source_key AS "sourceKey", b.status, b.version, b.created_at AS "createdAt", b.updated_at AS "updatedAt",
  s.on_hand AS "onHand", s.reserved`;

/** $1: book id. */
export const READ_BOOK = {
  name: 'read book',
  text: `SELECT ${BOOK_COLUMNS} FROM books AS b JOIN stock_levels AS s ON s.book_id = b.id WHERE b.id = $1::uuid`,
};

/** $1: book id. */
export const READ_AVAILABILITY = {
  name: 'read availability',
  text: `SELECT b.id, b.price_minor_units AS "priceMinorUnits", b.currency_code AS "currencyCode",
      s.on_hand AS "onHand", s.reserved
    FROM books AS b JOIN stock_levels AS s ON s.book_id = b.id WHERE b.id = $1::uuid AND b.status = 'ACTIVE'`,
};

/** $1: the words as a tsquery, $2: the words as they are typed, $3: one more than a page has. */
export const SEARCH = {
  name: 'search',
  text: `
    WITH found AS (
      SELECT b.id, (
        1000000 * (
          ts_rank_cd('{0.05, 0.2, 0.6, 1.0}', b.search, to_tsquery('pg_catalog.simple', $1), 33)
          + CASE
              WHEN b.heading = heading($2) THEN 2
              WHEN starts_with(b.heading, heading($2)) THEN 1
              ELSE 0
            END
        )
      )::int AS rank
      FROM books AS b WHERE b.status = 'ACTIVE' AND b.search @@ to_tsquery('pg_catalog.simple', $1)
    )
    SELECT ${BOOK_COLUMNS}, ARRAY[page.rank::text, page.id::text] AS position
    FROM (SELECT * FROM found ORDER BY rank DESC, id DESC LIMIT $3) AS page
    JOIN books AS b ON b.id = page.id JOIN stock_levels AS s ON s.book_id = b.id
    ORDER BY page.rank DESC, page.id DESC`,
};
