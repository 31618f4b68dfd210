import { AsyncLocalStorage } from 'node:async_hooks';

export interface BatcherOptions<Item, Result> {
  /** How much one batch may weigh; an item that weighs more goes alone. */
  readonly limit: number;
  /** What an item weighs; without it, one. */
  readonly weightOf?: (item: Item) => number;
  /** Does a whole batch; gives one result for each item, in their order. What it refuses is a result, too. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Items of one key never travel in one batch; without it, all may. */
  readonly keyOf?: (item: Item) => unknown;
  /** Whether a fault is everybody's, so that trying one by one would only add to it. */
  readonly isShared?: (fault: unknown) => boolean;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  /** Runs something as part of the call that brought the item. */
  readonly inCall: <T>(work: () => T) => T;
  readonly resolve: (result: Result) => void;
  readonly reject: (fault: unknown) => void;
}

/** How long what waits stands back for a batch that runs: much longer than one takes where nothing hangs. */
const PATIENCE_MS = 10;

/**
 * Lets calls that come at the same time share one round trip: what waits when a batch ends goes
 * with the next one, in the order of arrival, and one that comes alone goes at once. What waits
 * goes without the end of a batch that hangs. A batch that fails whole is done again one by one, so
 * that nobody fails for a neighbour. A batch of several runs outside of the calls that brought its
 * items: no caller's deadline ends it.
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>;
  readonly #runTogether: BatcherOptions<Item, Result>['run'];
  readonly #waiting: Waiting<Item, Result>[] = [];
  /** Batches that run now; more than one when one of them takes long. */
  #running = 0;
  #patience: NodeJS.Timeout | undefined;

  constructor(options: BatcherOptions<Item, Result>) {
    this.#options = options;
    this.#runTogether = AsyncLocalStorage.bind(options.run);
  }

  /** Gives the item's own result. @throws what `run` throws for it. */
  submit(item: Item): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#waiting.push({ item, inCall: AsyncLocalStorage.snapshot(), resolve, reject });
    if (this.#waiting.length === 1) this.#next();
    return promise;
  }

  /** Sees to it that what waits now is taken along: at once, or when the batch that runs has ended or takes long. */
  #next(): void {
    if (this.#waiting.length === 0) return;
    // Whoever comes in this turn of the event loop still goes along.
    if (this.#running === 0) setImmediate(() => void this.#start());
    else this.#patience ??= setTimeout(() => void this.#start(), PATIENCE_MS);
  }

  async #start(): Promise<void> {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    const batch = this.#takeBatch();
    if (batch.length === 0) return;
    this.#running += 1;
    this.#next();
    await this.#runBatch(batch);
    this.#running -= 1;
    this.#next();
  }

  #takeBatch(): readonly Waiting<Item, Result>[] {
    const { limit, weightOf = () => 1, keyOf = () => Symbol('none') } = this.#options;
    const keys = new Set<unknown>();
    const batch: Waiting<Item, Result>[] = [];
    let room = limit;
    const left = this.#waiting.splice(0).filter((waiting) => {
      const key = keyOf(waiting.item);
      if (keys.has(key)) return true;
      // Nobody overtakes one for whom there is no room.
      room -= weightOf(waiting.item);
      if (room < 0 && batch.length > 0) return true;
      keys.add(key);
      batch.push(waiting);
      return false;
    });
    this.#waiting.push(...left);
    return batch;
  }

  async #runBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const [first, ...others] = batch;
    if (first && others.length === 0) return this.#runAlone(first);
    try {
      const results = await this.#runTogether(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error(`${batch.length} items gave ${results.length} results`);
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (fault) {
      if (this.#options.isShared?.(fault)) for (const { reject } of batch) reject(fault);
      else await Promise.all(batch.map((waiting) => this.#runAlone(waiting)));
    }
  }

  async #runAlone({ item, inCall, resolve, reject }: Waiting<Item, Result>): Promise<void> {
    try {
      const results = await inCall(() => this.#options.run([item]));
      if (results.length !== 1) throw new Error(`one item gave ${results.length} results`);
      resolve(results[0] as Result);
    } catch (fault) {
      reject(fault);
    }
  }
}
