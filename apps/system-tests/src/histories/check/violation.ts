/** The promises of the order path, and two that a client can see. */
export type Invariant =
  ('stock' | 'money' | 'durability' | 'repetition' | 'progress' | 'prices') | ('order of reads' | 'isolation');

/** Something that must never be. */
export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
  /** Indexes of the events that show it. */
  readonly events: readonly number[];
}

/** Sums by some key. */
export function sumBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  amountOf: (item: T) => number,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + amountOf(item));
  return sums;
}
