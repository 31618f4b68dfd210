import type { Measurement, Row } from '../measure/measurement.ts';
import { type Spread, spreadOf, spreadsOf } from '../measure/spread.ts';

/** What is told of a row: medians and how far rounds lie apart. */
export interface Figures {
  readonly perSecond: Spread | undefined;
  readonly p50: Spread | undefined;
  readonly p99: Spread | undefined;
  /** Calls/s for each of the floor's, round by round. */
  readonly timesFloor: Spread | undefined;
  /** Calls/s for each in a small shop. */
  readonly timesSmall: Spread | undefined;
  readonly cpuMsPerCall: Readonly<Record<string, Spread>>;
  readonly memoryMib: Readonly<Record<string, Spread>>;
}

export function figuresOf(row: Row, rows: readonly Row[]): Figures {
  const { rounds } = row;
  const spread = (figure: (measurement: Measurement) => number) => spreadOf(rounds.map(figure));
  return {
    perSecond: spread(({ perSecond }) => perSecond),
    p50: spread(({ ok }) => ok.p50),
    p99: spread(({ ok }) => ok.p99),
    timesFloor: timesOther(row, row.floor, rows),
    timesSmall: timesOther(row, row.small, rows),
    cpuMsPerCall: spreadsOf(rounds.map(({ cpuMsPerCall }) => cpuMsPerCall)),
    memoryMib: spreadsOf(rounds.map(({ memoryMib }) => memoryMib)),
  };
}

/** Round by round; nothing where the other was not measured. */
function timesOther({ rounds }: Row, other: string | undefined, rows: readonly Row[]): Spread | undefined {
  const others = rows.find(({ name }) => name === other)?.rounds;
  return others && spreadOf(rounds.map(({ perSecond }, index) => perSecond / (others[index]?.perSecond ?? NaN)));
}

/** What did not go as it should, or was refused, in all rounds; empty where nothing was. */
export function remarksOf({ rounds }: Row): string {
  const sum = (count: (measurement: Measurement) => number) =>
    rounds.reduce((total, measurement) => total + count(measurement), 0);
  const counts = [
    [sum(({ failures }) => failures), 'failed'],
    [sum(({ refused }) => refused.count), 'refused'],
    [sum(({ unsent }) => unsent), 'not sent'],
  ] as const;
  return counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])).join(', ');
}

/** How a row was asked: so many at once, or so many a second. */
export function loadOf({ rounds }: Row): string {
  const [load] = rounds.map((measurement) => measurement.load);
  if (load?.kind !== 'open') return String(load?.inFlight ?? '');
  return `${Math.round(spreadOf(rounds.map((round) => ('perSecond' in round.load ? round.load.perSecond : NaN)))?.median ?? 0)}/s`;
}
