import { setImmediate as nextTick } from 'node:timers/promises';
import type fc from 'fast-check';
import { type Actor, act } from './actors.ts';
import { place } from './buying.ts';
import { checkAtRest, checkStock } from './invariants.ts';
import { type Mutation } from './shop-process.ts';
import { Shop } from './shop.ts';
import { checkAnswered, checkTold } from './told.ts';
import { orderIdOf } from './wishes.ts';
import { World } from './world.ts';

/** What happens in one schedule; in which order, the scheduler decides. */
export interface Plan {
  readonly seed: number;
  readonly stock: number;
  readonly faults: number;
  readonly actors: readonly Actor[];
}

/** Lets a plan happen, event by event, then lets all come to rest; the invariants are checked on the way and there. */
export async function runSchedule(scheduler: fc.Scheduler, plan: Plan, mutation: Mutation = {}): Promise<World> {
  const world: World = new World({
    ...plan,
    schedule: (event) => scheduler.schedule(Promise.resolve(), event).then(() => checkStock(world)),
  });
  const shop = new Shop(world, mutation);
  for (const actor of plan.actors) void act(shop, actor);
  while (scheduler.count() > 0) {
    await scheduler.waitIdle();
    // Whoever went on by promises alone has had its turn after this.
    await nextTick();
  }
  await shop.rest();
  checkRest(world);
  await repeatAll(shop);
  await shop.rest();
  checkRest(world);
  countOrders(world);
  return world;
}

/** Every client asks once more, and now nothing is lost. */
async function repeatAll(shop: Shop): Promise<void> {
  for (const { wish } of [...shop.world.told]) checkAnswered(shop.world, wish, await place(shop, wish));
}

function checkRest(world: World): void {
  checkAtRest(world, [orderIdOf(0), orderIdOf(1)]);
  checkTold(world);
}

function countOrders({ database, figures }: World): void {
  const orders = [...database.orders.values()].map(({ order }) => order);
  figures.compensations = orders.filter(
    ({ stockOutcome }) => stockOutcome === 'RELEASE' || stockOutcome === 'RETURN',
  ).length;
  figures.tombstones = orders.filter(({ requestId }) => requestId === undefined).length;
  figures.expiries = orders.filter(({ status }) => status === 'EXPIRED').length - figures.tombstones;
  figures.refunds = database.refunds.size;
}
