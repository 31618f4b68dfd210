/** What was seen in schedules, so that a campaign that hit nothing does not pass for one that found nothing. */
export interface Figures {
  schedules: number;
  /** Events that the scheduler put in an order. */
  steps: number;
  crashes: number;
  /** Requests or answers that were lost or came late. */
  lost: number;
  /** Placings told to a client as an order. */
  acknowledged: number;
  /** Tries with a request id that was tried before. */
  repeatedKeys: number;
  /** Holds that were freed, or sold copies that came back. */
  compensations: number;
  expiries: number;
  tombstones: number;
  refunds: number;
}

export const NO_FIGURES: Figures = {
  ...{ schedules: 0, steps: 0, crashes: 0, lost: 0, acknowledged: 0 },
  ...{ repeatedKeys: 0, compensations: 0, expiries: 0, tombstones: 0, refunds: 0 },
};

/** How many of each a hundred schedules must show at the least. */
export const LEAST_IN_A_HUNDRED: Omit<Figures, 'schedules'> = {
  ...{ steps: 5_000, crashes: 50, lost: 200, acknowledged: 50 },
  ...{ repeatedKeys: 100, compensations: 20, expiries: 10, tombstones: 1, refunds: 2 },
};

export function addFigures(one: Figures, other: Figures): Figures {
  const sum = { ...one };
  for (const name of Object.keys(sum) as (keyof Figures)[]) sum[name] += other[name];
  return sum;
}

/** Which figures are too small for the number of schedules. */
export function vacuous(figures: Figures): readonly string[] {
  return Object.entries(LEAST_IN_A_HUNDRED)
    .filter(([name, least]) => figures[name as keyof Figures] * 100 < least * figures.schedules)
    .map(([name]) => name);
}
