import { DomainError, parseIsbn } from '@bookstore/values';
import type { BookSearchQuery, FoundBooks, Position } from '../domain/book-finder.ts';
import { filterSql } from './book-filter-sql.ts';
import { countFacets } from './book-facets.ts';
import { type BookRow, toBook } from './book-rows.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';
import { readTypedWords, type TypedWord } from './query-words.ts';
import { byIsbn, byWholeWords, byWords, isAmongBest, searchSql, type Understood } from './search-sql.ts';
import { findSpellings } from './spelling.ts';

/**
 * Finds books by words. An ISBN finds its book. Near words are only looked for where those that were typed find nothing:
 * the usual search costs nothing for them.
 */
export async function searchBooks(database: Database, query: BookSearchQuery): Promise<FoundBooks> {
  const isbn = isbnIn(query.query);
  if (isbn !== undefined) return find(database, query, byIsbn(isbn));
  const words = await readTypedWords(database, query.corrected ?? query.query);
  if (words.length === 0) return NOTHING;
  const asTyped = byWords(
    words.map(({ word }) => [word]),
    query.corrected ?? query.query,
  );
  if (query.corrected !== undefined) return find(database, query, { ...asTyped, corrected: query.corrected });
  if (query.after || words.every(({ occurs }) => occurs)) {
    const found = await find(database, query, asTyped);
    if (found.items.length > 0 || query.after || (await anyMatch(database, asTyped))) return found;
  }
  return find(database, query, (await mend(database, words)) ?? asTyped);
}

const NOTHING: FoundBooks = { items: [], end: undefined, corrected: undefined, facets: [] };

async function find(database: Database, query: BookSearchQuery, understood: Understood): Promise<FoundBooks> {
  const { filter, limit, withFacets } = query;
  const [rows, facets] = await Promise.all([
    findPage(database, query, understood),
    withFacets ? countFacets(database, Prisma.sql`${filterSql(filter)} AND ${understood.condition}`) : [],
  ]);
  const page = rows.slice(0, limit);
  return {
    items: page.map(toBook),
    end: rows.length > limit ? page.at(-1)?.position : undefined,
    corrected: understood.corrected,
    facets,
  };
}

async function findPage(database: Database, query: BookSearchQuery, understood: Understood) {
  return (await findBest(database, query, understood.best)) ?? (await findRows(database, query, understood));
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

/** Nobody types so many, and each costs a look into the index of trigrams. */
const MOST_WORDS = 16;

/** The spellings that the best book has are how a query is understood; whole words are tried first here, too. */
async function mend(database: Database, words: readonly TypedWord[]): Promise<Understood | undefined> {
  if (words.length > MOST_WORDS) return undefined;
  const candidates = await findCandidates(database, words);
  if (candidates.some(({ length }) => length === 0)) return undefined;
  const phrase = words.map(({ word }) => word).join(' ');
  const ways = words.at(-1)?.occurs ? [byWholeWords, byWords] : [byWholeWords];
  for (const way of ways) {
    const corrected = await spellingsOfBest(database, way(candidates, phrase), placed(candidates, words));
    if (corrected.length > 0)
      return { ...byWords(corrected.map(only), corrected.join(' ')), corrected: corrected.join(' ') };
  }
  return undefined;
}

function only(word: string): readonly string[] {
  return [word];
}

/** As many books tell what was meant: what thousands have in common needs no comparing of all of them. */
const SAMPLE = 200;

/** Planned as in `anyMatch`, but no more rows are read than are compared. */
async function spellingsOfBest(database: Database, { condition, rank }: Understood, entries: readonly Entry[]) {
  const rows = await database.$queryRaw<{ readonly word: string }[]>`
    WITH matching AS MATERIALIZED (
      SELECT b.id, b.search, b.heading FROM books AS b WHERE b.status = 'ACTIVE' AND ${condition}
    ), best AS (
      SELECT b.search FROM (SELECT * FROM matching LIMIT ${SAMPLE}) AS b ORDER BY ${rank} DESC, b.id DESC LIMIT 1
    )
    SELECT DISTINCT ON (entry.place) entry.word
    FROM best, jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      AS entry (word text, place int, choice int, pattern text)
    WHERE best.search @@ to_tsquery('pg_catalog.simple', entry.pattern)
    ORDER BY entry.place, entry.choice`;
  return rows.map(({ word }) => word);
}

/**
 * The spellings of each word that may find something: near words beside those that are no terms or, where all are but not
 * together, beside each. A word that occurs nowhere is none of them.
 */
async function findCandidates(database: Database, words: readonly TypedWord[]) {
  const strange = words.filter(({ isTerm }) => !isTerm);
  const mended = strange.length > 0 ? strange : words;
  const near = await findSpellings(
    database,
    mended.map(({ word }) => word),
  );
  return words.map((each) => [...(each.occurs ? [each.word] : []), ...(near[mended.indexOf(each)] ?? [])]);
}

/** A spelling that a word of the query may have, and the pattern that finds it. */
interface Entry {
  readonly word: string;
  readonly place: number;
  readonly choice: number;
  readonly pattern: string;
}

function placed(candidates: readonly (readonly string[])[], words: readonly TypedWord[]): readonly Entry[] {
  return candidates.flatMap((spellings, place) =>
    spellings.map((word, choice) => ({
      word,
      place,
      choice,
      pattern: place === words.length - 1 && word === words[place]?.word ? `${word}:*` : word,
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
