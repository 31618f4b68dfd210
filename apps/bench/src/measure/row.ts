/** What was measured of one thing at one number of calls in flight. */
export interface Row {
  readonly name: string;
  readonly inFlight: number;
  /** Calls that ended well in the measured time. */
  readonly calls: number;
  readonly callsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** CPU milliseconds for one call, by program; empty where the machine does not tell. */
  readonly cpuMsPerCall: Readonly<Record<string, number>>;
  readonly failures: number;
  readonly firstFailure?: string | undefined;
  /** The row that this one is to be held against, at the same number in flight. */
  readonly floor?: string | undefined;
}

/** A row beside its floor: how many calls it makes for each one of the floor. */
export type RatedRow = Row & { readonly ratioToFloor?: number | undefined };

/** Holds every row that names a floor against it. */
export function rate(rows: readonly Row[]): readonly RatedRow[] {
  return rows.map((row) => {
    const floor = rows.find(({ name, inFlight }) => name === row.floor && inFlight === row.inFlight);
    return { ...row, ratioToFloor: floor && row.callsPerSecond / floor.callsPerSecond };
  });
}
