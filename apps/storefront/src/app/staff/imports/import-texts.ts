import type { ImportStanding } from './import-run.server.ts';

const number = (count: number) => count.toLocaleString('en');

/** How an import stands, in a line. */
export function summaryOf({ state, rows, added, refused, percent }: ImportStanding): string {
  const figures = `${number(rows)} rows, ${number(added)} new books, ${number(refused)} refused`;
  if (state === 'running') return `${percent} % so far: ${figures}`;
  return state === 'done' ? figures : `Stopped: ${figures}`;
}

/** What the heading of its page says. */
export const STATE_TEXTS: Readonly<Record<ImportStanding['state'], string>> = {
  running: 'Taking it in',
  done: 'It is in',
  stopped: 'It stopped on the way',
};

/** What became of its rows. */
export function figuresOf({ added, updated, unchanged, refused }: ImportStanding) {
  return [
    ['New books', number(added)],
    ['Changed', number(updated)],
    ['As they were', number(unchanged)],
    ['Refused', number(refused)],
  ] as const;
}

/** How fast it goes. */
export function paceOf({ rows, seconds }: ImportStanding): string {
  const pace = seconds > 0 ? `, ${number(Math.round(rows / seconds))} a second` : '';
  return `${number(rows)} rows in ${number(seconds)} s${pace}`;
}
