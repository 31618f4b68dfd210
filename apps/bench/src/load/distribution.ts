/** What is told of many values, all of one unit; no number where there is no value. */
export interface Distribution {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export function distributionOf(values: readonly number[]): Distribution {
  const sorted = Float64Array.from(values).sort();
  const { length: count } = sorted;
  return { count, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: sorted.at(-1) ?? NaN };
}

/**
 * The smallest value that at least this share of all values do not exceed (nearest rank): always one
 * that was measured, and with few values an honest one: the p99 of fifty calls is the slowest.
 */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
