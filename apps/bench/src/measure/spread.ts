/** A figure of several rounds: the middle one, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Of an even number of values the median is between the middle two; of none there is no spread. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((one, other) => one - other);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const middle = sorted.length / 2;
  const median = ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
  return { median, min, max };
}

/** One spread for each name that any of these has. */
export function spreadsOf(records: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, Spread>> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const spreads = names.flatMap((name) => {
    const spread = spreadOf(records.flatMap((record) => record[name] ?? []));
    return spread ? [[name, spread] as const] : [];
  });
  return Object.fromEntries(spreads);
}
