// How long the storefront takes to answer while one shopper browses ten thousand books: `npx nx run storefront:speed`.
// Nothing is asserted, a machine is as fast as it is. Times are from the request to the last byte, over one connection.
import { performance } from 'node:perf_hooks';
import { type ImportRow, parseMoney } from '@bookstore/client';
import { openShop } from '../test/shop.ts';

const BOOKS = 10_000;
const ROUNDS = Number(process.argv[2] ?? 200);
const SUBJECTS = ['Classics', 'Fantasy', 'History', 'Poetry', 'Science', 'Travel', 'Philosophy', 'Crime'];
const WORDS = ['river', 'winter', 'garden', 'letter', 'island', 'mirror', 'night', 'stone', 'house', 'journey', 'sea'];

await using shop = await openShop([]);
await shop.clerk.books.import(books(), { source: 'speed' });
const first = await shop.clerk.books.list({ pageSize: 1 }).page();
const bookId = first.items[0]?.bookId ?? '';
const cart = await cartWith(bookId);

const PAGES: Readonly<Record<string, (round: number) => string>> = {
  'front page': () => '/',
  list: () => '/books',
  'list, by subject, in stock': (round) => `/books?subject=${pick(SUBJECTS, round)}&stock=in&order=newest`,
  search: (round) => `/books?q=${pick(WORDS, round)}+${pick(WORDS, round * 7 + 3)}`,
  'search, misspelt': (round) => `/books?q=${pick(WORDS, round).replace(/.$/, 'x')}`,
  suggestions: (round) => `/suggestions?q=${pick(WORDS, round).slice(0, 3)}`,
  book: () => `/books/${bookId}`,
  cart: () => '/cart',
};
process.stdout.write(`${BOOKS} books, ${ROUNDS} requests each, milliseconds\n`);
for (const [name, path] of Object.entries(PAGES)) {
  for (let round = 0; round < 20; round += 1) await time(path(round));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await time(path(round)));
  times.sort((one, other) => one - other);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? NaN).toFixed(1).padStart(6);
  process.stdout.write(`${name.padEnd(28)} median ${at(0.5)}  p95 ${at(0.95)}\n`);
}

async function time(path: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(shop.storefront.origin + path, { headers: { cookie: cart, accept: 'text/html' } });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${path} is answered ${answer.status}`);
  return performance.now() - begun;
}

/** The cookie of a cart with one book. */
async function cartWith(book: string): Promise<string> {
  const { origin } = shop.storefront;
  const answer = await fetch(`${origin}/books/${book}`, {
    ...{ method: 'POST', headers: { origin }, redirect: 'manual' },
    body: new URLSearchParams(),
  });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

function pick(words: readonly string[], round: number): string {
  return words[round % words.length] ?? '';
}

function* books(): Generator<ImportRow> {
  for (let line = 1; line <= BOOKS; line += 1) {
    const title = `The ${pick(WORDS, line)} of the ${pick(WORDS, line * 3 + 1)} ${line}`;
    const book = {
      ...{ title, authors: [`Author ${line % 900}`], subjects: [pick(SUBJECTS, line)], language: 'en' },
      ...{ price: parseMoney('12.99', 'USD'), description: `${title}: what came of it.`, sourceKey: String(line) },
    };
    yield { line, book, initialStock: line % 7 };
  }
}
