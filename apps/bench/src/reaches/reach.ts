import type { Measurement, Round, Row } from '../measure/measurement.ts';
import { type Spread, spreadOf } from '../measure/spread.ts';

/** A figure that is to be reached. */
export interface Reach {
  /** The row that it speaks of. */
  readonly row: string;
  /** What it is, for people. */
  readonly what: string;
  readonly limit: { readonly atLeast: number } | { readonly atMost: number };
  /** The figure of one round; `of` gives what was measured of a row. */
  readonly figure: (of: (row: string) => Measurement) => number;
}

/** Whether it was reached, by the median of all rounds; undefined figures were not measured. */
export interface Verdict {
  readonly row: string;
  readonly what: string;
  readonly limit: Reach['limit'];
  readonly figure: Spread | undefined;
  readonly reached: boolean | undefined;
  /** How far it is from being reached, as a share of the limit; 0 where it is reached. */
  readonly shortBy: number | undefined;
}

class NotMeasured extends Error {}

export function judge(reaches: readonly Reach[], rows: readonly Row[]): readonly Verdict[] {
  const rounds = roundsOf(rows);
  return reaches.map((reach) => {
    const { row, what, limit } = reach;
    const figure = spreadOf(rounds.flatMap((round) => figureOf(reach, round)));
    if (!figure) return { row, what, limit, figure, reached: undefined, shortBy: undefined };
    const shortBy = distance(limit, figure.median);
    return { row, what, limit, figure, reached: shortBy === 0, shortBy };
  });
}

function distance(limit: Reach['limit'], figure: number): number {
  if ('atLeast' in limit) return Math.max(0, 1 - figure / limit.atLeast);
  return Math.max(0, figure / limit.atMost - 1);
}

function figureOf({ figure }: Reach, round: Round): number[] {
  try {
    return [
      figure((name) => {
        const measured = round.get(name);
        if (measured === undefined) throw new NotMeasured(name);
        return measured;
      }),
    ];
  } catch (error) {
    if (error instanceof NotMeasured) return [];
    throw error;
  }
}

/** What was measured in each round, whichever stage it was in. */
export function roundsOf(rows: readonly Row[]): readonly Round[] {
  const count = Math.max(0, ...rows.map(({ rounds }) => rounds.length));
  return Array.from({ length: count }, (_, index) => {
    const measured = rows.flatMap(({ name, rounds }) => {
      const measurement = rounds[index];
      return measurement ? [[name, measurement] as const] : [];
    });
    return new Map(measured);
  });
}
