import type { Database } from './database.ts';

/** The words that somebody typed, in the form that the catalogue's index has: letters and digits only. */
export async function readWords(database: Database, text: string): Promise<readonly string[]> {
  const rows = await database.$queryRaw<{ readonly words: string }[]>`SELECT words(${text.normalize('NFC')}) AS words`;
  return (rows[0]?.words ?? '').split(' ').filter((word) => word !== '');
}

/** A word that somebody typed. Of the last one, which may not be finished, the beginning is enough. */
export interface TypedWord {
  readonly word: string;
  /** Whether a title, an author or a subject has had it, so that it is spelt as somebody spells it. */
  readonly isTerm: boolean;
  /** Whether any text of any book may have it; if not, nothing can be found by it. */
  readonly occurs: boolean;
}

/** The same, each with what the catalogue knows of it. */
export function readTypedWords(database: Database, text: string): Promise<readonly TypedWord[]> {
  return database.$queryRaw<TypedWord[]>`
    WITH typed AS (
      SELECT word COLLATE "C" AS word, place, place = count(*) OVER () AS is_last
      FROM string_to_table(words(${text.normalize('NFC')}), ' ') WITH ORDINALITY AS typed (word, place)
      WHERE word <> ''
    ), looked_up AS MATERIALIZED (
      SELECT word, place, is_last,
        coalesce(CASE WHEN is_last THEN first_term ^@ word ELSE first_term = word END, false) AS is_term
      FROM typed, LATERAL (
        SELECT (SELECT term FROM search_terms WHERE term >= word ORDER BY term LIMIT 1) AS first_term
      ) AS first
    )
    -- Few books have a word that is no term, so they are counted in no time: a question for one of them alone would be
    -- answered by reading the table from end to end.
    SELECT word, is_term AS "isTerm", CASE
      WHEN is_term THEN true
      ELSE (SELECT count(*) > 0 FROM books WHERE search @@ to_tsquery(
        'pg_catalog.simple', word || CASE WHEN is_last THEN ':*' ELSE '' END
      ))
    END AS occurs
    FROM looked_up ORDER BY place`;
}
