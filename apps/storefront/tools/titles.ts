import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { goodbooksFormat, openBookList } from '@bookstore/book-lists';
import { parseMoney } from '@bookstore/client';

/** Ten thousand real books; beside the repository where there are any at all. */
const REAL = join(import.meta.dirname, '../../../../shared/data/goodbooks-10k/books.csv');
const WORDS = ['river', 'winter', 'garden', 'letter', 'island', 'mirror', 'night', 'stone', 'house', 'journey', 'sea'];

/** So many titles: real ones, the most read first, or made up of a few words. */
export async function titles(count: number): Promise<readonly string[]> {
  const real = existsSync(REAL) ? await realTitles() : [];
  return Array.from({ length: count }, (_, index) => real[index] ?? madeUp(index));
}

async function realTitles(): Promise<readonly string[]> {
  const format = goodbooksFormat({ price: parseMoney('12.99', 'USD'), stock: 1 });
  const found: string[] = [];
  for await (const listed of (await openBookList(createReadStream(REAL), format)).rows) {
    if ('row' in listed) found.push(listed.row.book.title);
  }
  return found;
}

function madeUp(index: number): string {
  const word = (of: number) => WORDS[of % WORDS.length] ?? '';
  return `The ${word(index)} of the ${word(index * 3 + 1)} ${index}`;
}
