import { DriverProcess } from '../driver/driver-process.ts';
import type { RpcCalls } from '../driver/rpc-calls.ts';
import type { LoadResult } from '../load/tally.ts';
import { type Memory, readMemory } from '../measure/memory.ts';
import { type BenchShop, clientOf } from '../shop/bench-shop.ts';
import { signInBuyers } from '../shop/buyers.ts';
import { getBookDetails } from '../workloads/book-reads.ts';
import { placeOrder } from '../workloads/orders.ts';
import { searchBooks } from '../workloads/searches.ts';
import { authenticateUser } from '../workloads/sign-ins.ts';

/** Something that people do in a shop, and how often for each order that is placed. */
interface Doing {
  readonly perOrder: number;
  readonly caller: (shop: BenchShop) => RpcCalls;
}

const DOINGS: readonly Doing[] = [
  { perOrder: 1, caller: placeOrder },
  { perOrder: 1, caller: getBookDetails },
  { perOrder: 0.1, caller: searchBooks },
  { perOrder: 0.01, caller: authenticateUser },
];

export interface SoakOptions {
  readonly ordersPerSecond: number;
  /** How long people do these things until figures are read. */
  readonly legMs: number;
  readonly signal: AbortSignal;
}

/** A part of the time. */
export interface Leg {
  /** Of each of the things that people do, the orders first. */
  readonly results: readonly LoadResult[];
  /** At its end. */
  readonly memoryMib: Memory;
}

/** Has people do in a shop what they do, by the clock, until nobody asks for the next leg. */
export async function* soak(shop: BenchShop, options: SoakOptions): AsyncGenerator<Leg, never, undefined> {
  using undo = new DisposableStack();
  const driven = DOINGS.map((doing) => ({ ...doing, driver: undo.use(DriverProcess.start()) }));
  using client = clientOf(shop.mesh);
  for (;;) {
    // Access tokens do not last for an hour.
    const visited = { ...shop, buyers: await signInBuyers(client) };
    const results = await Promise.all(driven.map((each) => drive(visited, each, options)));
    yield { results, memoryMib: readMemory(shop.mesh.pids()) };
  }
}

function drive(
  shop: BenchShop,
  { perOrder, caller, driver }: Doing & { readonly driver: DriverProcess },
  { ordersPerSecond, legMs, signal }: SoakOptions,
): Promise<LoadResult> {
  const load = { kind: 'open', perSecond: ordersPerSecond * perOrder, mostOutstanding: 512 } as const;
  const task = { caller: caller(shop), load, warmUpMs: 0, measureMs: legMs };
  return driver.run(task, { onMoment: () => undefined, signal });
}
