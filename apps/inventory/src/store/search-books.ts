import { DomainError, parseIsbn } from '@bookstore/values';
import type { BookSearchQuery, FoundBooks, Position } from '../domain/book-finder.ts';
import { filterSql } from './book-filter-sql.ts';
import { countFacets } from './book-facets.ts';
import { BOOK_COLUMNS, type BookRow, toBook } from './book-rows.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';
import { readWords } from './query-words.ts';
import { findSpellings } from './spelling.ts';

/** A query in the form that PostgreSQL searches by. */
interface Understood {
  /** Condition on `books AS b`. */
  readonly condition: Prisma.Sql;
  /** How well a book that fulfils it fits: a whole number, so that pages can be cut by it. */
  readonly rank: Prisma.Sql;
  readonly corrected?: string | undefined;
}

/**
 * Finds books by words. An ISBN finds its book. Words that the catalogue does not know are only
 * looked into when nothing was found as typed: the usual search costs nothing for them.
 */
export async function searchBooks(database: Database, query: BookSearchQuery): Promise<FoundBooks> {
  const isbn = isbnIn(query.query);
  if (isbn !== undefined) return find(database, query, byIsbn(isbn));
  const words = await readWords(database, query.corrected ?? query.query);
  if (words.length === 0) return NOTHING;
  const asTyped = byWords(
    words.map((word) => [word]),
    query.corrected ?? query.query,
  );
  if (query.corrected !== undefined) return find(database, query, { ...asTyped, corrected: query.corrected });
  const found = await find(database, query, asTyped);
  if (found.items.length > 0 || query.after || (await anyMatch(database, asTyped))) return found;
  const mended = await mend(database, words);
  return mended ? find(database, query, mended) : found;
}

const NOTHING: FoundBooks = { items: [], end: undefined, corrected: undefined, facets: [] };

async function find(database: Database, query: BookSearchQuery, understood: Understood): Promise<FoundBooks> {
  const { filter, after, limit, withFacets } = query;
  const condition = Prisma.sql`${filterSql(filter)} AND ${understood.condition}`;
  const [rank, id] = after ?? [];
  const start = after ? Prisma.sql`(rank, id) < (${rank}::text::int, ${id}::uuid)` : Prisma.sql`true`;
  const rows = await database.$queryRaw<(BookRow & { readonly position: Position })[]>`
    WITH found AS (SELECT b.id, ${understood.rank} AS rank FROM books AS b WHERE ${condition})
    SELECT ${BOOK_COLUMNS}, ARRAY[page.rank::text, page.id::text] AS position
    FROM (SELECT * FROM found WHERE ${start} ORDER BY rank DESC, id DESC LIMIT ${limit + 1}) AS page
    JOIN books AS b ON b.id = page.id JOIN stock_levels AS s ON s.book_id = b.id
    ORDER BY page.rank DESC, page.id DESC`;
  const page = rows.slice(0, limit);
  return {
    items: page.map(toBook),
    end: rows.length > limit ? page.at(-1)?.position : undefined,
    corrected: understood.corrected,
    facets: withFacets ? await countFacets(database, condition) : [],
  };
}

function byIsbn(isbn: string): Understood {
  return { condition: Prisma.sql`b.isbn = ${isbn}`, rank: Prisma.sql`0` };
}

/** Each word must be there, in one of its spellings; the last one may be a beginning. */
function byWords(words: readonly (readonly string[])[], phrase: string): Understood {
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
            WHEN b.title_key = fold(btrim(${phrase})) THEN 2
            WHEN starts_with(b.title_key, fold(btrim(${phrase}))) THEN 1
            ELSE 0
          END
      )
    )::int`,
  };
}

/** Whether the words find anything at all, so that only the filter stands in the way. */
async function anyMatch(database: Database, { condition }: Understood): Promise<boolean> {
  const rows = await database.$queryRaw<unknown[]>`
    SELECT FROM books AS b WHERE b.status = 'ACTIVE' AND ${condition} LIMIT 1`;
  return rows.length > 0;
}

/**
 * Puts near words beside those that the catalogue does not know, or, where it knows all but not
 * together, beside each; the spellings that the best book has are how the query is understood.
 */
async function mend(database: Database, words: readonly string[]): Promise<Understood | undefined> {
  const spellings = await findSpellings(database, words);
  const allKnown = spellings.every(({ known }) => known);
  const candidates = spellings.map(({ word, known, near }) => (known && !allKnown ? [word] : [word, ...near]));
  const { condition, rank } = byWords(candidates, words.join(' '));
  const rows = await database.$queryRaw<{ readonly word: string }[]>`
    WITH best AS (
      SELECT b.search FROM books AS b WHERE b.status = 'ACTIVE' AND ${condition} ORDER BY ${rank} DESC, b.id DESC LIMIT 1
    )
    SELECT DISTINCT ON (entry.place) entry.word
    FROM best, jsonb_to_recordset(${JSON.stringify(placed(candidates))}::jsonb)
      AS entry (word text, place int, choice int, pattern text)
    WHERE best.search @@ to_tsquery('pg_catalog.simple', entry.pattern)
    ORDER BY entry.place, entry.choice`;
  if (rows.length === 0) return undefined;
  const corrected = rows.map(({ word }) => word);
  return {
    ...byWords(
      corrected.map((word) => [word]),
      corrected.join(' '),
    ),
    corrected: corrected.join(' '),
  };
}

function placed(candidates: readonly (readonly string[])[]) {
  return candidates.flatMap((spellings, place) =>
    spellings.map((word, choice) => ({
      word,
      place,
      choice,
      pattern: place === candidates.length - 1 && choice === 0 ? `${word}:*` : word,
    })),
  );
}

function isbnIn(text: string): string | undefined {
  try {
    return parseIsbn(text.trim());
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
