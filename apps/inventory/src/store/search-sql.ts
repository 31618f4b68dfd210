import type { BookSearchQuery } from '../domain/book-finder.ts';
import { filterSql } from './book-filter-sql.ts';
import { BOOK_COLUMNS } from './book-rows.ts';
import { Prisma } from './gen/client.ts';

/** A query in the form that PostgreSQL searches by. */
export interface Understood {
  /** Condition on `books AS b`. */
  readonly condition: Prisma.Sql;
  /** How well a book that fulfils it fits: a whole number, so that pages can be cut by it. */
  readonly rank: Prisma.Sql;
  readonly corrected?: string | undefined;
}

/** One page of what a query finds; one row more than asked for tells whether there is a next one. */
export function searchSql({ filter, after, limit }: BookSearchQuery, { condition, rank }: Understood): Prisma.Sql {
  const [position, id] = after ?? [];
  const start = after ? Prisma.sql`(rank, id) < (${position}::text::int, ${id}::uuid)` : Prisma.sql`true`;
  return Prisma.sql`
    WITH found AS (SELECT b.id, ${rank} AS rank FROM books AS b WHERE ${filterSql(filter)} AND ${condition})
    SELECT ${BOOK_COLUMNS}, ARRAY[page.rank::text, page.id::text] AS position
    FROM (SELECT * FROM found WHERE ${start} ORDER BY rank DESC, id DESC LIMIT ${limit + 1}) AS page
    JOIN books AS b ON b.id = page.id JOIN stock_levels AS s ON s.book_id = b.id
    ORDER BY page.rank DESC, page.id DESC`;
}

export function byIsbn(isbn: string): Understood {
  return { condition: Prisma.sql`b.isbn = ${isbn}`, rank: Prisma.sql`0` };
}

/** Each word must be there, in one of its spellings; the last one may be a beginning. */
export function byWords(words: readonly (readonly string[])[], phrase: string): Understood {
  const terms = words.map((spellings, index) => {
    const [first = '', ...others] = spellings;
    return `(${[index === words.length - 1 ? `${first}:*` : first, ...others].join(' | ')})`;
  });
  const tsquery = Prisma.sql`to_tsquery('pg_catalog.simple', ${terms.join(' & ')})`;
  return {
    condition: Prisma.sql`b.search @@ ${tsquery}`,
    // 33: a long description counts less, and the result lies between 0 and 1. Above that, a
    // title that is the query, or begins with it.
    rank: Prisma.sql`(
      1000000 * (
        ts_rank_cd('{0.05, 0.2, 0.6, 1.0}', b.search, ${tsquery}, 33)
        + CASE
            WHEN b.heading = heading(${phrase}) THEN 2
            WHEN starts_with(b.heading, heading(${phrase})) THEN 1
            ELSE 0
          END
      )
    )::int`,
  };
}
