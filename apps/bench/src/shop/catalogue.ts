import type { ImportRow } from '@bookstore/client';
import { type Chance, chanceFrom } from './chance.ts';

// Titles made of words as titles are: a few hundred, so that a search of two finds some books of many.
const KINDS =
  'House Garden Winter River Book Letter Secret Bridge Island Song Mirror Train Doctor Sister Ocean Library';
const QUALITIES =
  'Silent Golden Last Hidden Burning Little Broken Distant Wild Paper Blue Forgotten Endless Hollow Northern';
const PLACES =
  'Lisbon Kyoto Bergen Odessa Valparaíso Kraków Trieste Samarkand Galway Tbilisi Málaga Quebec Zanzibar Uppsala';
const NAMES =
  'Ada Bruno Clara Dmitri Elif Farid Greta Hugo Inés Jonas Keiko Léa Mateo Nadia Oskar Priya Quentin Rosa Sámuel';
const FAMILIES =
  'Almeida Brandt Castillo Dahl Eriksen Ferrari Gruber Hansen Ivanova Jansen Kowalski Lindqvist Moreau Novák';
const SUBJECTS = 'Fiction History Travel Science Poetry Biography Philosophy Cooking Art Nature';

const words = (text: string) => text.split(' ');

/** Made-up books, the same every time. Nobody buys so many copies that one runs out. */
export function makeBooks(count: number): ImportRow[] {
  const chance = chanceFrom(1);
  return Array.from({ length: count }, (_, index) => ({ line: index + 1, ...makeBook(chance, index) }));
}

/** Two words that stand in titles. */
export function makeQuery(chance: Chance): string {
  return `${chance(words(QUALITIES))} ${chance(words(KINDS))}`.toLowerCase();
}

function makeBook(chance: Chance, index: number): Omit<ImportRow, 'line'> {
  const kind = chance(words(KINDS));
  const author = `${chance(words(NAMES))} ${chance(words(FAMILIES))}`;
  const place = chance(words(PLACES));
  return {
    initialStock: 1_000_000_000,
    book: {
      title: `The ${chance(words(QUALITIES))} ${kind} of ${place}`,
      authors: [author],
      publisher: `${chance(words(FAMILIES))} & Sons`,
      publishedYear: 1900 + (index % 120),
      language: 'en',
      subjects: [chance(words(SUBJECTS)), chance(words(SUBJECTS))].filter((it, at, all) => all.indexOf(it) === at),
      description: `A ${kind.toLowerCase()}, a stranger, and a year in ${place} that nobody speaks of.`.repeat(3),
      price: { currencyCode: 'USD', minorUnits: BigInt(500 + (index % 40) * 50) },
      sourceKey: `bench-${index}`,
    },
  };
}
