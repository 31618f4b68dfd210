/** What a number of latencies have to say, in their own unit. */
export interface Distribution {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Sums up latencies; all figures are NaN when there are none. */
export function distributionOf(latencies: readonly number[]): Distribution {
  const sorted = Float64Array.from(latencies).sort();
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: sorted.at(-1) ?? NaN };
}

/**
 * The smallest value that at least this share of all values do not exceed (nearest rank): always one
 * that was measured, and with few values an honest one: the p99 of fifty calls is the slowest.
 */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
