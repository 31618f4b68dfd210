import type { OrderStatements } from '../floors/order-statements.ts';
import type { Load } from '../load/load.ts';
import { type Cell, closed } from '../measure/cell.ts';
import type { Round } from '../measure/measurement.ts';
import { orderFiveLines, orderOneTitle, orderSlowlyPaid, placeOrder } from '../workloads/orders.ts';
import { floodOfSignIns } from '../workloads/sign-ins.ts';
import { databaseOf, postgresAlone, type Site, wholeMesh } from './site.ts';

const FLOOR = 'order by plain pg';
const BOOKS_OF_FLOOR = 10_000;

const order = (name: string, rest: Omit<Cell<Site>, 'name' | 'programs'>): Cell<Site> => ({
  name,
  programs: wholeMesh,
  ...rest,
});

export const PLACE_ORDER = order('PlaceOrder', {
  floor: FLOOR,
  load: closed(64),
  caller: ({ shop }) => placeOrder(shop),
});

/** Sign-ins a second that a flood has: row 19 of what a shop must stand. */
const FLOOD: Load = { kind: 'open', perSecond: 500, mostOutstanding: 512 };

export const ORDERS: readonly Cell<Site>[] = [
  { name: FLOOR, load: closed(64), programs: postgresAlone, caller: orderStatements },
  PLACE_ORDER,
  order('PlaceOrder, one title', {
    floor: FLOOR,
    needs: ['PlaceOrder'],
    load: closed(64),
    caller: ({ shop }) => orderOneTitle(shop),
  }),
  order('PlaceOrder, 5 lines', {
    floor: FLOOR,
    needs: ['PlaceOrder'],
    load: closed(64),
    caller: ({ shop }) => orderFiveLines(shop),
  }),
  { name: `${FLOOR}, alone`, load: closed(1), programs: postgresAlone, caller: orderStatements },
  order('PlaceOrder, alone', {
    floor: `${FLOOR}, alone`,
    // After so many orders that Node has compiled what they need.
    needs: ['echo by nice-grpc, alone', 'PlaceOrder'],
    load: closed(1),
    caller: ({ shop }) => placeOrder(shop),
  }),
  order('PlaceOrder at half its peak', {
    needs: ['PlaceOrder'],
    load: halfOfPeak,
    caller: ({ shop }) => placeOrder(shop),
  }),
  order('PlaceOrder at half its peak, flood of sign-ins', {
    needs: ['PlaceOrder', 'PlaceOrder at half its peak'],
    load: halfOfPeak,
    caller: ({ shop }) => placeOrder(shop),
    beside: { load: FLOOD, caller: ({ shop }) => floodOfSignIns(shop) },
  }),
];

export const SIMULATOR_ORDERS: readonly Cell<Site>[] = [
  order('PlaceOrder, simulator', { load: closed(64), caller: ({ shop }) => placeOrder(shop) }),
];

/** How many orders the shop of these loads has under way at most, each for a tenth of a second. */
export const CAP = 8;
const CAPACITY = CAP * 10;

/** Orders by the clock, at multiples of what the shop can take. */
export const OVERLOADS: readonly Cell<Site>[] = [1, 2, 5].map((times) =>
  order(`PlaceOrder, open loop at ${times}x`, {
    load: () => ({ kind: 'open', perSecond: times * CAPACITY, mostOutstanding: 1_024 }),
    caller: ({ shop }) => orderSlowlyPaid(shop),
  }),
);

function halfOfPeak(round: Round): Load {
  const peak = round.get('PlaceOrder')?.perSecond ?? 0;
  return { kind: 'open', perSecond: Math.max(1, peak / 2), mostOutstanding: 512 };
}

function orderStatements(site: Site): OrderStatements {
  return { kind: 'order statements', databaseUrl: databaseOf(site, 'orders'), books: BOOKS_OF_FLOOR };
}
