import { expect, it } from 'vitest';
import { Popularity } from '../shop/popularity.ts';
import type { Title } from '../shop/title.ts';
import { misspeltQueries, twoWordQueries } from './query-words.ts';

const title = (text: string): Title => ({
  title: text,
  authors: [],
  publishedYear: undefined,
  language: 'en',
  ratings: 1,
});
const titles = ['The Hunger Games (The Hunger Games, #1)', 'Emma', 'Persuasion Revisited', 'Café Society Notes'].map(
  title,
);
const shop = { titles, size: { books: 40, orders: 0 }, popularity: new Popularity(40, []) };

it('searches are for two words that stand in one title', () => {
  expect(new Set(twoWordQueries(shop))).toEqual(new Set(['hunger games', 'persuasion revisited', 'society notes']));
});

it('are the same in every run', () => {
  expect(twoWordQueries(shop)).toEqual(twoWordQueries(shop));
});

it('with a slip have two letters of a long word in each other’s place', () => {
  expect(new Set(misspeltQueries(shop))).toEqual(new Set(['hunegr games', 'persusaion revisited', 'soceity notes']));
});
