import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Title } from './title.ts';

/** Ten thousand real books with their numbers of ratings; beside the repository where there is one at all. */
const FILE = join(import.meta.dirname, '../../../../../shared/data/goodbooks-10k/books.csv');

/** The real titles, the most popular first; nothing where the file is not. */
export function realTitles(file = FILE): readonly Title[] | undefined {
  if (!existsSync(file)) return undefined;
  const [header = [], ...rows] = parseCsv(readFileSync(file, 'utf8'));
  const titles = rows.map((row) => titleOf(Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']))));
  return titles.sort((one, other) => other.ratings - one.ratings);
}

function titleOf(row: Readonly<Record<string, string>>): Title {
  const year = Math.trunc(Number(row['original_publication_year']));
  return {
    title: row['title'] ?? '',
    authors: (row['authors'] ?? '').split(',').map((author) => author.trim()),
    publishedYear: year === 0 ? undefined : year,
    language: (row['language_code'] ?? '').replace(/^eng$/, 'en'),
    ratings: Number(row['ratings_count']),
  };
}

/** Records of fields; a field in quotes may hold commas, line ends and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    if (record.length === 0 && quoted === undefined && plain === '' && end === '') break;
    record.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
