import type { Measurement, Row } from '../measure/measurement.ts';

const NOTHING = { count: 0, p50: NaN, p99: NaN, max: NaN };

/** A measurement for tests, in which nothing went wrong. */
export function measured(parts: Partial<Measurement>): Measurement {
  return {
    load: { kind: 'closed', inFlight: 8 },
    perSecond: 100,
    ok: { count: 10, p50: 1.5, p99: 20, max: 21 },
    refused: NOTHING,
    unsent: 0,
    failures: 0,
    cpuMsPerCall: { driver: 0.05 },
    memoryMib: { driver: 80 },
    ...parts,
  };
}

/** A row for tests: what was measured in each round, in calls/s. */
export function rowOf(name: string, perSecond: readonly number[], more: Partial<Row> = {}): Row {
  return { name, rounds: perSecond.map((figure) => measured({ perSecond: figure })), ...more };
}
