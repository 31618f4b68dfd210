import type { Database } from './database.ts';

/** The words that somebody typed, in the form that the catalogue's index has: letters and digits only. */
export async function readWords(database: Database, text: string): Promise<readonly string[]> {
  const rows = await database.$queryRaw<{ readonly words: string }[]>`SELECT words(${text.normalize('NFC')}) AS words`;
  return (rows[0]?.words ?? '').split(' ').filter((word) => word !== '');
}
