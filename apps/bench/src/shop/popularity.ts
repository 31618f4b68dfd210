import type { Chance } from './chance.ts';

/**
 * How popular the book of a rank is beside the first, in the shape that goodbooks-10k has: ten titles
 * of ten thousand have 5 % of all ratings, a thousand have 57 %. A curve that bends in a plot of
 * logarithms, so no power law: few buyers are left for the end of a large catalogue.
 */
export function curve(rank: number): number {
  const log = Math.log(rank);
  return Math.exp(-0.198 * log - 0.0533 * log ** 2);
}

/** Books of a catalogue as buyers choose them. */
export class Popularity {
  /** Sum of the weights up to each rank. */
  readonly #sums: Float64Array;

  /** Numbers of ratings where they are known, the highest first; the curve goes on from there. */
  constructor(books: number, ratings: readonly number[]) {
    this.#sums = new Float64Array(books);
    const last = Math.min(books, ratings.length);
    const scale = (ratings[last - 1] ?? 1) / (last > 0 ? curve(last) : 1);
    let sum = 0;
    for (let index = 0; index < books; index += 1) {
      sum += ratings[index] ?? scale * curve(index + 1);
      this.#sums[index] = sum;
    }
  }

  /** The rank of a book, from 0. */
  choose(chance: Chance): number {
    const wanted = chance.share() * (this.#sums.at(-1) ?? 0);
    let [low, high] = [0, this.#sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** So many different ranks. */
  chooseDifferent(chance: Chance, count: number): number[] {
    const chosen = new Set<number>();
    const most = Math.min(count, this.#sums.length);
    while (chosen.size < most) chosen.add(this.choose(chance));
    return [...chosen];
  }
}
