// How long the storefront takes to answer while one shopper browses ten thousand books: `npx nx run storefront:speed`.
// No time is held to, since a machine is as fast as it is; that each answer is the page that was meant, is. Times are from
// the request to the last byte, over one connection. Fewer requests and books: `measure-speed.ts 2 60`.
import { performance } from 'node:perf_hooks';
import { type ImportRow, parseMoney } from '@bookstore/client';
import { openShop } from '../test/shop.ts';
import { titles } from './titles.ts';

const ROUNDS = Number(process.argv[2] ?? 200);
const BOOKS = Number(process.argv[3] ?? 10_000);
const WARM_ROUNDS = Math.min(20, ROUNDS);
const SUBJECTS = ['Classics', 'Fantasy', 'History', 'Poetry', 'Science', 'Travel', 'Philosophy', 'Crime'];
const TITLES = await titles(BOOKS);
/** What each of them is looked for by: letters that no spelling rule stands in the way of. */
const WORDS = TITLES.map((title) => title.replace(/\(.*/, '').match(/\b[a-z]{4,}\b/gi) ?? []).filter(
  (words) => words.length > 1,
);

await using shop = await openShop([]);
await shop.clerk.books.import(books(), { source: 'speed' });
const first = await shop.clerk.books.list({ pageSize: 1 }).page();
const { bookId = '' } = first.items[0] ?? {};
const cart = await cartWith(bookId);

interface MeasuredPage {
  readonly path: (round: number) => string;
  /** What only the page that is meant says: an empty list would be quick, too. */
  readonly says: RegExp;
}

const PAGES: Readonly<Record<string, MeasuredPage>> = {
  'front page': { path: () => '/', says: /New in the shop.*\$12\.99/s },
  list: { path: () => '/books', says: /All books.*\$12\.99/s },
  'list, by subject, in stock': {
    path: (round) => `/books?subject=${pick(SUBJECTS, round)}&stock=in&order=newest`,
    says: /take this filter away.*\$12\.99/s,
  },
  search: { path: (round) => `/books?q=${words(round).slice(0, 2).join('+')}`, says: /Books for “\w+ \w+”.*\$12\.99/s },
  'search, misspelt': {
    path: (round) =>
      `/books?q=${words(round)[0]}+${words(round)[1]?.replace(/.$/, (last) => (last === 'x' ? 's' : 'x'))}`,
    says: /Nothing is called quite that.*\$12\.99/s,
  },
  suggestions: { path: (round) => `/suggestions?q=${words(round)[0]?.slice(0, 3)}`, says: /"title":"/ },
  book: { path: () => `/books/${bookId}`, says: /Add to cart/ },
  cart: { path: () => '/cart', says: /Your cart.*\$12\.99/s },
};
process.stdout.write(`${BOOKS} books, ${ROUNDS} requests each, milliseconds\n`);
for (const [name, page] of Object.entries(PAGES)) {
  for (let round = 0; round < WARM_ROUNDS; round += 1) await time(page, round);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await time(page, round));
  times.sort((one, other) => one - other);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? NaN).toFixed(1).padStart(6);
  process.stdout.write(`${name.padEnd(28)} median ${at(0.5)}  p95 ${at(0.95)}\n`);
}

async function time({ path, says }: MeasuredPage, round: number): Promise<number> {
  const url = shop.storefront.origin + path(round);
  const begun = performance.now();
  const answer = await fetch(url, { headers: { cookie: cart, accept: 'text/html' } });
  const body = await answer.arrayBuffer();
  const time = performance.now() - begun;
  if (answer.status !== 200) throw new Error(`${path(round)} is answered ${answer.status}`);
  if (!says.test(Buffer.from(body).toString())) throw new Error(`${path(round)} is not the page that was meant`);
  return time;
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

function words(round: number): readonly string[] {
  return WORDS[round % WORDS.length] ?? [];
}

function pick(subjects: readonly string[], round: number): string {
  return subjects[round % subjects.length] ?? '';
}

function* books(): Generator<ImportRow> {
  for (const [index, title] of TITLES.entries()) {
    const book = {
      ...{ title, authors: [`Author ${index % 900}`], subjects: [pick(SUBJECTS, index)], language: 'en' },
      ...{ price: parseMoney('12.99', 'USD'), description: `${title}: what came of it.`, sourceKey: String(index) },
    };
    yield { line: index + 1, book, initialStock: index % 7 };
  }
}
