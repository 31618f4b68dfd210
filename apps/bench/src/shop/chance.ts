/** Chance that is the same for the same seed, so that every run asks for the same things in the same order. */
export interface Chance {
  /** A number from 0 up to but not including 1. */
  share(): number;
  /** One of these, all alike. */
  item<Item>(items: readonly Item[]): Item;
}

/** A small generator (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    share,
    item: (items) => {
      const item = items[Math.floor(share() * items.length)];
      if (item === undefined) throw new Error('there is nothing to choose from');
      return item;
    },
  };
}
