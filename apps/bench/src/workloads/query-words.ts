import type { BenchShop } from '../shop/bench-shop.ts';
import { chanceFrom } from '../shop/chance.ts';

/** What is to be known of a shop to search in it. */
type Catalogue = Pick<BenchShop, 'popularity' | 'titles' | 'size'>;

const QUERIES = 512;

/** Long enough to be remembered, and in letters that are one byte each. */
const WORD = /^[a-z]{4,}$/;
const LONG_WORD = /^[a-z]{6,}$/;

/** What readers search for: two words of the title of a book, by popularity. */
export function twoWordQueries({ popularity, titles, size }: Catalogue): readonly string[] {
  const chance = chanceFrom(5);
  const known = Math.min(titles.length, size.books);
  const queries: string[] = [];
  while (queries.length < QUERIES) {
    const rank = popularity.choose(chance);
    const words = wordsOf(titles[rank < known ? rank : rank % known]?.title ?? '').filter((word) => WORD.test(word));
    const [first, second] = words;
    if (first !== undefined && second !== undefined && first !== second) queries.push(`${first} ${second}`);
  }
  return queries;
}

/** The same, with two letters of a long word in each other's place. */
export function misspeltQueries(shop: Catalogue): readonly string[] {
  const queries = twoWordQueries(shop).filter((query) => query.split(' ').some((word) => LONG_WORD.test(word)));
  return queries.map((query) => {
    const words = query.split(' ');
    const index = words.findIndex((word) => LONG_WORD.test(word));
    return words.with(index, swapped(words[index] ?? '')).join(' ');
  });
}

function swapped(word: string): string {
  const middle = Math.floor(word.length / 2);
  const [before, first = '', second = ''] = [word.slice(0, middle), word[middle], word[middle + 1]];
  return first === second ? word.slice(1) : `${before}${second}${first}${word.slice(middle + 2)}`;
}

function wordsOf(title: string): string[] {
  return title.toLowerCase().split(/[^\p{L}\p{N}']+/u);
}
