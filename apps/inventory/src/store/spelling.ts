import type { Database } from './database.ts';

/** A word that was searched for, and the words of the catalogue that it may have been meant to be. */
export interface Spelling {
  readonly word: string;
  /** Whether the catalogue has it, as a whole word or, where the last word is not finished, as a beginning. */
  readonly known: boolean;
  /** Nearest first. */
  readonly near: readonly string[];
}

/**
 * Looks for the words of the catalogue that are nearest to each: by trigrams, which an index
 * finds, then by the number of letters to change, of which a short word may have one, a longer one
 * two and a long one three. Two letters that changed places are one slip, and their word is looked
 * up directly since trigrams hardly see it in a short word.
 */
export async function findSpellings(database: Database, words: readonly string[]): Promise<readonly Spelling[]> {
  const [, spellings] = await database.$transaction([
    // Lower than by default, for short words; bound to this transaction.
    database.$executeRaw`SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)`,
    database.$queryRaw<Spelling[]>`
      SELECT entry.word,
        EXISTS (
          SELECT FROM search_terms WHERE term = entry.word
            OR (entry.place = ${words.length} AND term ^@ entry.word)
        ) AS known,
        ARRAY (
          SELECT term FROM (
            SELECT term, levenshtein(term, entry.word) AS slips FROM search_terms
            WHERE term % entry.word AND length(term) <= 60
            UNION ALL
            SELECT term, 1 FROM search_terms WHERE term = ANY (
              ARRAY (
                SELECT overlay(entry.word PLACING reverse(substr(entry.word, at, 2)) FROM at FOR 2)
                FROM generate_series(1, length(entry.word) - 1) AS at
              )
            )
          ) AS candidate
          WHERE term <> entry.word
            AND slips <= CASE WHEN length(entry.word) < 5 THEN 1 WHEN length(entry.word) < 9 THEN 2 ELSE 3 END
          GROUP BY term ORDER BY min(slips), similarity(term, entry.word) DESC, term LIMIT 8
        ) AS near
      FROM unnest(${words}::text[]) WITH ORDINALITY AS entry (word, place)
      WHERE length(entry.word) <= 60
      ORDER BY entry.place`,
  ]);
  return spellings;
}
