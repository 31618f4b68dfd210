import { realTitles } from './goodbooks.ts';
import { madeUpTitles } from './made-up-titles.ts';
import type { Title } from './title.ts';

const MADE_UP = 10_000;

/** What a shop sells: the real titles where they are, as many made-up ones elsewhere. */
export function titlesOfShop(): readonly Title[] {
  return realTitles() ?? madeUpTitles(MADE_UP);
}
