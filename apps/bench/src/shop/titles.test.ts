import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chanceFrom } from './chance.ts';
import { parseCsv, realTitles } from './goodbooks.ts';
import { madeUpTitles } from './made-up-titles.ts';
import { Popularity } from './popularity.ts';
import { idOf } from './shop-ids.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-titles-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file of books', () => {
  it('is read as spreadsheets write it', () => {
    expect(parseCsv('a,b\r\n"x, ""y""\n",\n,2\n')).toEqual([
      ['a', 'b'],
      ['x, "y"\n', ''],
      ['', '2'],
    ]);
  });

  it('gives titles, the most popular first', () => {
    const file = join(folder, 'books.csv');
    const header = 'authors,original_publication_year,title,language_code,ratings_count';
    writeFileSync(file, `${header}\nHomer,-720.0,The Odyssey,eng,5\n"A B, C",,"Some, Book",en-US,7\n`);
    expect(realTitles(file)).toEqual([
      { title: 'Some, Book', authors: ['A B', 'C'], publishedYear: undefined, language: 'en-US', ratings: 7 },
      { title: 'The Odyssey', authors: ['Homer'], publishedYear: -720, language: 'en', ratings: 5 },
    ]);
  });

  it('may be missing: then titles are made up, the same every time', () => {
    expect(realTitles(join(folder, 'none.csv'))).toBeUndefined();
    expect(madeUpTitles(3)).toEqual(madeUpTitles(3));
  });
});

describe('popularity', () => {
  const share = (popularity: Popularity, below: number) => {
    const chance = chanceFrom(9);
    const chosen = Array.from({ length: 20_000 }, () => popularity.choose(chance));
    return chosen.filter((rank) => rank < below).length / chosen.length;
  };
  const titles = realTitles() ?? madeUpTitles(10_000);

  it('of real titles, of made-up ones and of a grown catalogue has one shape', () => {
    const ratings = titles.map((title) => title.ratings);
    const curves = [new Popularity(10_000, ratings), new Popularity(10_000, []), new Popularity(1_000_000, ratings)];
    for (const popularity of curves) {
      expect(Math.abs(share(popularity, 10) - 0.055)).toBeLessThan(0.02);
      expect(Math.abs(share(popularity, 1_000) - 0.57)).toBeLessThan(0.1);
    }
  });

  it('chooses each book only once where they have to be different', () => {
    const chosen = new Popularity(5, [100, 1, 1, 1, 1]).chooseDifferent(chanceFrom(1), 5);
    expect(chosen.sort()).toEqual([0, 1, 2, 3, 4]);
    expect(new Popularity(2, [1, 1]).chooseDifferent(chanceFrom(1), 5)).toHaveLength(2);
  });
});

it('gives ids in the form that PostgreSQL gives md5 as a uuid', () => {
  expect(idOf('', 0)).toBe('cfcd2084-95d5-65ef-66e7-dff9f98764da');
});
