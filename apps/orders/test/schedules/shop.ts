import { type Mutation, ShopProcess } from './shop-process.ts';
import type { World } from './world.ts';

/** Two processes of orders in one world; a caller comes to either, and one that dies is replaced. */
export class Shop {
  readonly world: World;
  readonly #mutation: Mutation;
  readonly #processes: [ShopProcess, ShopProcess];

  constructor(world: World, mutation: Mutation) {
    this.world = world;
    this.#mutation = mutation;
    this.#processes = [new ShopProcess(world, mutation), new ShopProcess(world, mutation)];
  }

  get process(): ShopProcess {
    return this.world.luck.pick(this.#processes);
  }

  crash(): void {
    const index = this.world.luck.pick([0, 1] as const);
    this.#processes[index].die();
    this.#processes[index] = new ShopProcess(this.world, this.#mutation);
  }

  /** Nothing is lost any more, and time passes until nobody waits for anything. */
  async rest(): Promise<void> {
    this.world.calm = true;
    for (let round = 0; round < ROUNDS; round += 1) {
      this.world.database.now += ROUND_MS;
      for (const { operations } of this.#processes) {
        for (const { run } of operations.sweeps) await run(new AbortController().signal);
        await operations.idle();
      }
    }
  }
}

/** Enough for: close the order, tell inventory, give the money back; longer than each of their times. */
const ROUNDS = 3;
const ROUND_MS = 200_000;
