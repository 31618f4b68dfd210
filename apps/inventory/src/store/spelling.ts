import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';

/** A word that was searched for, and the words of the catalogue that it may have been meant to be. */
export interface Spelling {
  readonly word: string;
  /** Whether the catalogue has it; of the last word, which may not be finished, the beginning is enough. */
  readonly known: boolean;
  /** Nearest first. */
  readonly near: readonly string[];
}

/** Nobody types so many, and each costs a look into the index of trigrams. */
const MOST_WORDS = 16;

/**
 * Looks for the words of the catalogue that are nearest to each: by trigrams, which an index
 * finds, then by the number of letters to change, of which a short word may have one, a longer one
 * two and a long one three. Two letters that changed places are one slip, and their word is looked
 * up directly since trigrams hardly see it in a short word.
 */
export async function findSpellings(database: Database, words: readonly string[]): Promise<readonly Spelling[]> {
  if (words.length > MOST_WORDS) return words.map((word) => ({ word, known: true, near: [] }));
  const [, ...rows] = await database.$transaction([
    // Lower than by default, for short words; bound to this transaction.
    database.$executeRaw`SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)`,
    ...words.map((word, index) => database.$queryRaw<Spelling[]>(spellingSql(word, index === words.length - 1))),
  ]);
  return rows.flat();
}

/** One statement for each word: only when it knows the word, PostgreSQL sees what the index is worth. */
function spellingSql(word: string, isLast: boolean): Prisma.Sql {
  const first = Prisma.sql`(SELECT term FROM search_terms WHERE term >= ${word} ORDER BY term LIMIT 1)`;
  const most = word.length < 6 ? 1 : word.length < 9 ? 2 : 3;
  return Prisma.sql`
    SELECT ${word} AS word, coalesce(${first} ${isLast ? Prisma.sql`^@` : Prisma.sql`=`} ${word}, false) AS known,
      ARRAY (
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
