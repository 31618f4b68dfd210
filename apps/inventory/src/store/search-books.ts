import { DomainError, parseIsbn } from '@bookstore/values';
import type { BookSearchQuery, FoundBooks, Position } from '../domain/book-finder.ts';
import { filterSql } from './book-filter-sql.ts';
import { countFacets } from './book-facets.ts';
import { type BookRow, toBook } from './book-rows.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';
import { readWords } from './query-words.ts';
import { byIsbn, byWords, isAmongBest, searchSql, type Understood } from './search-sql.ts';
import { findSpellings } from './spelling.ts';

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
  const { filter, limit, withFacets } = query;
  const rows = (await findBest(database, query, understood.best)) ?? (await findRows(database, query, understood));
  const page = rows.slice(0, limit);
  return {
    items: page.map(toBook),
    end: rows.length > limit ? page.at(-1)?.position : undefined,
    corrected: understood.corrected,
    facets: withFacets ? await countFacets(database, Prisma.sql`${filterSql(filter)} AND ${understood.condition}`) : [],
  };
}

type FoundRow = BookRow & { readonly position: Position };

function findRows(database: Database, query: BookSearchQuery, understood: Understood): Promise<readonly FoundRow[]> {
  return database.$queryRaw<FoundRow[]>(searchSql(query, understood));
}

/** A page of those that fit best, if they fill it. */
async function findBest(database: Database, query: BookSearchQuery, best: Understood | undefined) {
  if (!best || (query.after && !isAmongBest(query.after))) return undefined;
  const rows = await findRows(database, query, best);
  return rows.length > query.limit ? rows : undefined;
}

/**
 * Whether the words find anything at all, so that only the filter stands in the way. Planned as if all were wanted: for
 * one row PostgreSQL would rather read the table from end to end.
 */
async function anyMatch(database: Database, { condition }: Understood): Promise<boolean> {
  const rows = await database.$queryRaw<unknown[]>`
    WITH matching AS MATERIALIZED (SELECT b.id FROM books AS b WHERE b.status = 'ACTIVE' AND ${condition})
    SELECT FROM matching LIMIT 1`;
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
