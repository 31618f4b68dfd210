import type { Dice } from './dice.ts';

/** Who calls whom on the way of an order, some twice, to be chosen more often; the payment company by its webhooks. */
const LINKS = [
  ['orders', 'inventory'],
  ['orders', 'inventory'],
  ['orders', 'payment-simulator'],
  ['orders', 'payment-simulator'],
  ['payment-simulator', 'orders'],
  ['payment-simulator', 'orders'],
  ['orders', 'postgres'],
  ['orders', 'postgres'],
  ['inventory', 'postgres'],
  ['inventory', 'users'],
  ['orders', 'users'],
] as const;

/** Nothing can be asked of orders while it starts, so it is not chosen more often than others. */
const PROCESSES = [
  'orders',
  'inventory',
  'inventory',
  'payment-simulator',
  'payment-simulator',
  'postgres',
  'users',
] as const;

type Process = (typeof PROCESSES)[number];
type LinkName = (typeof LINKS)[number];

/** Something that is done to the bookstore, `afterMs` the one before it, and undone after `forMs`. */
export type PlannedFault = { readonly afterMs: number; readonly forMs: number } & (
  | { readonly kind: 'kill' | 'pause'; readonly process: Process }
  | { readonly kind: 'partition'; readonly link: LinkName; readonly direction: 'there' | 'back' | 'both' }
  | { readonly kind: 'lose replies'; readonly link: LinkName; readonly count: number; readonly after: number }
  | { readonly kind: 'delay'; readonly link: LinkName; readonly ms: number }
  | { readonly kind: 'reset'; readonly link: LinkName }
  /** Another writer of inventory's stock, which takes its rows the other way round. */
  | { readonly kind: 'deadlock' }
);

/** More than a history has time for: it takes as many as come before its shoppers have ended. */
const MOST = 30;

/** Two hands: one has the processes, one the network between them and the database. */
export function planFaults(dice: Dice): readonly (readonly PlannedFault[])[] {
  return [dice.times(MOST, processFault), dice.times(MOST, networkFault)];
}

function processFault(dice: Dice): PlannedFault {
  const [process, afterMs] = [dice.pick(PROCESSES), dice.between(500, 2500)];
  if (dice.happens(0.6)) return { kind: 'kill', process, afterMs, forMs: dice.between(0, 700) };
  // Beyond the time-outs of the services, and often beyond the patience of their callers.
  return { kind: 'pause', process, afterMs, forMs: dice.between(900, 2200) };
}

function networkFault(dice: Dice): PlannedFault {
  const [link, afterMs, forMs] = [dice.pick(LINKS), dice.between(100, 800), dice.between(300, 1500)];
  const kind = dice.weigh({ partition: 25, 'lose replies': 40, delay: 10, reset: 15, deadlock: 15 });
  switch (kind) {
    case 'partition':
      return { kind, link, afterMs, forMs, direction: dice.pick(['there', 'back', 'both']) };
    case 'lose replies':
      return { kind, link, afterMs, forMs, count: dice.between(1, 3), after: dice.between(0, 3) };
    case 'delay':
      return { kind, link, afterMs, forMs, ms: dice.between(5, 150) };
    case 'reset':
      return { kind, link, afterMs, forMs: 0 };
    case 'deadlock':
      return { kind, afterMs, forMs: 600 };
  }
}
