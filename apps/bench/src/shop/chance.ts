/** Picks at random, the same for the same seed. */
export type Chance = <Item>(items: readonly Item[]) => Item;

/** A small generator (mulberry32), so that every run asks for the same things in the same order. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return (items) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const item = items[((mixed ^ (mixed >>> 14)) >>> 0) % items.length];
    if (item === undefined) throw new Error('there is nothing to choose from');
    return item;
  };
}
