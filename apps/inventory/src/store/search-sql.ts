import type { BookSearchQuery } from '../domain/book-finder.ts';
import { filterSql } from './book-filter-sql.ts';
import { BOOK_COLUMNS } from './book-rows.ts';
import { Prisma } from './gen/client.ts';

/** Ranks are whole numbers of millionths. */
const SCALE = 1_000_000;

/** A query in the form that PostgreSQL searches by. */
export interface Understood {
  /** Condition on `books AS b`. */
  readonly condition: Prisma.Sql;
  /** How well a book that fulfils it fits: a whole number, so that pages can be cut by it. */
  readonly rank: Prisma.Sql;
  /** The same of the books that fit best, if they can be found for less: nobody else's rank comes near theirs. */
  readonly best?: Understood | undefined;
  readonly corrected?: string | undefined;
}

/** What a word that stands there as it was typed counts, above everything else. */
const WHOLE = 3;

/** Whether a page that begins after this position begins among those that fit best. */
export function isAmongBest([rank]: readonly string[]): boolean {
  return Number(rank) >= WHOLE * SCALE;
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

/**
 * Each word must be there, in one of its spellings; the last one may be a beginning. Books that have all of them whole
 * come first, and are looked for alone first: to read all words that begin like one costs most of a search.
 */
export function byWords(words: readonly (readonly string[])[], phrase: string): Understood {
  const whole = tsquery(words);
  const begun = tsquery(words.with(-1, beginnings(words.at(-1) ?? [])));
  const isWhole = Prisma.sql`CASE WHEN b.search @@ (SELECT ${whole}) THEN ${WHOLE} ELSE 0 END`;
  return {
    ...understood(begun, phrase, isWhole),
    best: byWholeWords(words, phrase),
  };
}

/** Each word must be there, from end to end, in one of its spellings. */
export function byWholeWords(words: readonly (readonly string[])[], phrase: string): Understood {
  return understood(tsquery(words), phrase, Prisma.sql`${WHOLE}`);
}

function understood(query: Prisma.Sql, phrase: string, whole: Prisma.Sql): Understood {
  const title = Prisma.sql`(SELECT heading(${phrase}))`;
  return {
    condition: Prisma.sql`b.search @@ ${query}`,
    // 33: a long description counts less, and the result lies between 0 and 1. Above that, a
    // title that is the query, or begins with it. What is the same for all rows is a subquery, which
    // is asked once: a plan that fits all values would read a bound one anew for each row.
    rank: Prisma.sql`(
      ${SCALE} * (
        ts_rank_cd('{0.05, 0.2, 0.6, 1.0}', b.search, (SELECT ${query}), 33)
        + CASE WHEN b.heading = ${title} THEN 2 WHEN starts_with(b.heading, ${title}) THEN 1 ELSE 0 END
        + ${whole}
      )
    )::int`,
  };
}

function tsquery(words: readonly (readonly string[])[]): Prisma.Sql {
  const text = words.map((spellings) => `(${spellings.join(' | ')})`).join(' & ');
  return Prisma.sql`to_tsquery('pg_catalog.simple', ${text})`;
}

function beginnings([first = '', ...others]: readonly string[]): readonly string[] {
  return [`${first}:*`, ...others];
}
