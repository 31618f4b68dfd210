import { inGrownShop } from '../cells/grown.ts';
import type { Measurement } from '../measure/measurement.ts';
import type { Reach } from './reach.ts';

const SERVICES = ['users', 'inventory', 'orders'];
const OVERLOADS = ['PlaceOrder, open loop at 1x', 'PlaceOrder, open loop at 2x', 'PlaceOrder, open loop at 5x'];

const callsBeside = (row: string, other: string, atLeast: number): Reach => ({
  row,
  what: `calls/s beside ${other}`,
  limit: { atLeast },
  figure: (of) => of(row).perSecond / of(other).perSecond,
});

const p99Beside = (row: string, other: string, atMost: number): Reach => ({
  row,
  what: `p99 beside ${other}`,
  limit: { atMost },
  figure: (of) => of(row).ok.p99 / of(other).ok.p99,
});

const p99Below = (row: string, atMost: number): Reach => ({
  row,
  what: 'p99 ms',
  limit: { atMost },
  figure: (of) => of(row).ok.p99,
});

const ofServices = ({ cpuMsPerCall }: Measurement) =>
  SERVICES.reduce((sum, service) => sum + (cpuMsPerCall[service] ?? NaN), 0);

const [GROWN_SEARCH, GROWN_SLIP] = [inGrownShop('SearchBooks'), inGrownShop('SearchBooks, slip')];
const HISTORIES = ['GetOrderHistory, first page', 'GetOrderHistory, hundredth page'];

/** The figures to reach, as ratios within one run where that makes sense. */
export const REACHES: readonly Reach[] = [
  callsBeside('PlaceOrder', 'order by plain pg', 1),
  p99Below('PlaceOrder', 100),
  callsBeside('PlaceOrder, one title', 'PlaceOrder', 0.8),
  p99Beside('PlaceOrder, one title', 'PlaceOrder', 2),
  callsBeside('PlaceOrder, 5 lines', 'PlaceOrder', 0.6),
  {
    row: 'PlaceOrder, alone',
    what: 'p50 beside two echoes and three commits',
    limit: { atMost: 1.5 },
    figure: (of) =>
      of('PlaceOrder, alone').ok.p50 /
      (2 * of('echo by nice-grpc, alone').ok.p50 + of('order by plain pg, alone').ok.p50),
  },
  {
    row: 'PlaceOrder',
    what: 'CPU ms of all services for an order',
    limit: { atMost: 0.6 },
    figure: (of) => ofServices(of('PlaceOrder')),
  },
  callsBeside('GetBookDetails', 'GetBookDetails by nice-grpc and pg', 0.8),
  callsBeside('CheckAvailability', 'CheckAvailability by nice-grpc and pg', 0.8),
  p99Below(GROWN_SEARCH, 25),
  p99Beside(GROWN_SEARCH, inGrownShop('search by plain pg'), 1.3),
  p99Below(GROWN_SLIP, 60),
  ...HISTORIES.map((row) => p99Beside(inGrownShop(row), row, 1.3)),
  callsBeside(inGrownShop('PlaceOrder'), 'PlaceOrder', 0.9),
  callsBeside('AuthenticateUser, alone', 'bare argon2', 0.9),
  p99Beside('PlaceOrder at half its peak, flood of sign-ins', 'PlaceOrder at half its peak', 2),
  { row: 'ImportBooks', what: 'rows/s', limit: { atLeast: 8_000 }, figure: (of) => of('ImportBooks').perSecond },
  {
    row: 'PlaceOrder, open loop at 5x',
    what: 'orders/s beside the peak',
    limit: { atLeast: 0.8 },
    figure: (of) =>
      of('PlaceOrder, open loop at 5x').perSecond / Math.max(...OVERLOADS.map((name) => of(name).perSecond)),
  },
  {
    row: 'PlaceOrder, open loop at 5x',
    what: 'p99 ms of refusals',
    limit: { atMost: 50 },
    figure: (of) => of('PlaceOrder, open loop at 5x').refused.p99,
  },
];
