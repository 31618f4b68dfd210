import { chanceFrom } from './chance.ts';
import { curve } from './popularity.ts';
import type { Title } from './title.ts';

// Words as titles have them: a few hundred, so that a search for two finds some books of many.
const words = (text: string) => text.split(' ');
const KINDS = words(
  'House Garden Winter River Book Letter Secret Bridge Island Song Mirror Train Doctor Sister Ocean Library',
);
const QUALITIES = words(
  'Silent Golden Last Hidden Burning Little Broken Distant Wild Paper Blue Forgotten Endless Hollow Northern',
);
const PLACES = words(
  'Lisbon Kyoto Bergen Odessa Valparaíso Kraków Trieste Samarkand Galway Tbilisi Málaga Quebec Zanzibar Uppsala',
);
const NAMES = words(
  'Ada Bruno Clara Dmitri Elif Farid Greta Hugo Inés Jonas Keiko Léa Mateo Nadia Oskar Priya Quentin Rosa Sámuel',
);
const FAMILIES = words(
  'Almeida Brandt Castillo Dahl Eriksen Ferrari Gruber Hansen Ivanova Jansen Kowalski Lindqvist Moreau Novák',
);

/** Titles for where there are no real ones, with popularity of the same shape; the same every time. */
export function madeUpTitles(count: number): readonly Title[] {
  const chance = chanceFrom(1);
  return Array.from({ length: count }, (_, index) => ({
    title: `The ${chance.item(QUALITIES)} ${chance.item(KINDS)} of ${chance.item(PLACES)}`,
    authors: [`${chance.item(NAMES)} ${chance.item(FAMILIES)}`],
    publishedYear: 1900 + (index % 120),
    language: 'en',
    ratings: Math.round(5_000_000 * curve(index + 1)),
  }));
}
