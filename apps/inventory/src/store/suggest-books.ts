import type { BookSuggestion } from '../domain/book-finder.ts';
import type { Database } from './database.ts';
import { readWords } from './query-words.ts';

/**
 * Completes what somebody types: first titles that begin with it, then books with all of its words
 * in title or authors, the last one as a beginning. The second is left out for a single letter,
 * which begins a word of half the catalogue.
 */
export async function suggestBooks(
  database: Database,
  prefix: string,
  limit: number,
): Promise<readonly BookSuggestion[]> {
  const text = prefix.normalize('NFC').trimStart();
  const titles = await database.$queryRaw<BookSuggestion[]>`
    SELECT id AS "bookId", title, authors FROM books
    WHERE title_key ^@ fold(${text}) AND status = 'ACTIVE' ORDER BY title_key, id LIMIT ${limit}`;
  if (titles.length === limit) return titles;
  const words = await readWords(database, text);
  if (words.length === 0 || (words.length === 1 && words[0]?.length === 1)) return titles;
  const others = await database.$queryRaw<BookSuggestion[]>`
    SELECT id AS "bookId", title, authors FROM books
    WHERE search @@ to_tsquery('pg_catalog.simple', ${`${words.join(':AB & ')}:*AB`})
      AND status = 'ACTIVE' AND NOT id = ANY (${titles.map(({ bookId }) => bookId)}::uuid[])
    ORDER BY title_key, id LIMIT ${limit - titles.length}`;
  return [...titles, ...others];
}
