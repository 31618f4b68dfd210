import type pg from 'pg';
import type { Title } from '../shop/title.ts';

/** Titles as a table that lasts as long as the connection; by rank, from 0. */
export async function makeTitlesTable(client: pg.Client, titles: readonly Title[]): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE bench_titles (
      rank int PRIMARY KEY, title text, head text, tail text, authors text[], published_year int, language text
    )`);
  await client.query(
    `INSERT INTO bench_titles
     SELECT * FROM jsonb_to_recordset($1::jsonb)
       AS t (rank int, title text, head text, tail text, authors text[], published_year int, language text)`,
    [JSON.stringify(titles.map(row))],
  );
  await client.query('ANALYZE bench_titles');
}

function row({ title, authors, publishedYear, language }: Title, rank: number) {
  const words = title.split(' ');
  const middle = Math.ceil(words.length / 2);
  return {
    rank,
    title,
    head: words.slice(0, middle).join(' '),
    // A title of one word lends that word.
    tail: words.slice(Math.min(middle, words.length - 1)).join(' '),
    authors,
    published_year: publishedYear ?? null,
    language,
  };
}
