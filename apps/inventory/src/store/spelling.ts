import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';

/** The words of the catalogue that another may have been meant to be. */
interface Spelling {
  readonly near: readonly string[];
}

/**
 * Looks for the words of the catalogue that are nearest to each, nearest first: by trigrams, which an index
 * finds, then by the number of letters to change, of which a short word may have one, a longer one
 * two and a long one three. Two letters that changed places are one slip, and their word is looked
 * up directly since trigrams hardly see it in a short word.
 */
export async function findSpellings(
  database: Database,
  words: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const [, ...rows] = await database.$transaction([
    // Lower than by default, for short words; bound to this transaction.
    database.$executeRaw`SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)`,
    ...words.map((word) => database.$queryRaw<Spelling[]>(spellingSql(word))),
  ]);
  return rows.flat().map(({ near }) => near);
}

/** One statement for each word: only when it knows the word, PostgreSQL sees what the index is worth. */
function spellingSql(word: string): Prisma.Sql {
  const most = word.length < 6 ? 1 : word.length < 9 ? 2 : 3;
  return Prisma.sql`
    SELECT ARRAY (
        SELECT term FROM (
          SELECT term, levenshtein(term, left(${word}, 60)) AS slips FROM search_terms WHERE term % ${word}
          UNION ALL
          SELECT term, 1 FROM search_terms WHERE term = ANY (${swaps(word)}::text[])
        ) AS candidate
        WHERE term <> ${word} AND slips <= ${most}
        GROUP BY term ORDER BY min(slips), similarity(term, ${word}) DESC, term LIMIT 8
      ) AS near`;
}

/** The word with each two neighbours in each other's place. */
function swaps(word: string): string[] {
  const letters = Array.from(word);
  return letters.slice(1).map((letter, index) =>
    letters
      .with(index, letter)
      .with(index + 1, letters[index] ?? '')
      .join(''),
  );
}
