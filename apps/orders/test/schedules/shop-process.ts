import { createLogger } from '@bookstore/service-kit';
import { assembleOperations, type OperationsOptions, type StorePorts } from '../../src/assembly.ts';
import { portsOf } from './ports.ts';
import { TIMES } from './times.ts';
import type { World } from './world.ts';

export type Ports = StorePorts & Pick<OperationsOptions, 'inventory' | 'payments'>;
export type Operations = ReturnType<typeof assembleOperations>;

/** A bug that is put in on purpose: another port, or another operation. */
export interface Mutation {
  readonly ports?: (ports: Ports, process: ShopProcess) => Partial<Ports>;
  readonly operations?: (operations: Operations, process: ShopProcess) => Partial<Operations>;
}

const CONFIG = {
  PAYMENT_WINDOW_MS: TIMES.paymentWindowMs,
  PAYMENT_CHECK_AFTER_MS: TIMES.paymentCheckAfterMs,
  CLAIM_MS: TIMES.claimMs,
  MAX_RUNNING_WRITES: 100,
  ...{ PAYMENT_SWEEP_MS: 1, STOCK_SWEEP_MS: 1, REFUND_SWEEP_MS: 1, HOLD_SWEEP_MS: 1, RELAY_PAUSE_MS: 0 },
};

const logger = createLogger('orders', 'silent');

/** Nothing was heard: what was asked for may have happened, or may yet. */
export class NothingHeard extends Error {}

/** One process of orders, the real operations on ports to the world. Once it is dead nothing in it goes on. */
export class ShopProcess {
  readonly world: World;
  readonly ports: Ports;
  readonly operations: Operations;
  readonly #death = Promise.withResolvers<never>();
  #dead = false;

  constructor(world: World, mutation: Mutation) {
    this.world = world;
    this.#death.promise.catch(() => undefined);
    const ports = portsOf(this);
    this.ports = { ...ports, ...mutation.ports?.(ports, this) };
    const operations = assembleOperations({ ...this.ports, config: CONFIG, logger });
    this.operations = { ...operations, ...mutation.operations?.(operations, this) };
  }

  die(): void {
    this.#dead = true;
    this.world.figures.crashes += 1;
    this.#death.reject(new NothingHeard('the process died'));
  }

  /** Serves a client, who may be left without an answer, or lose patience while the work goes on. */
  async serve<T>(what: string, work: () => Promise<T>): Promise<T> {
    const { world } = this;
    await world.turn(`${what} asked`);
    if (this.#isDead()) throw new NothingHeard('nobody serves');
    const answered = async () => {
      await world.turn(`${what} answered`);
      if (this.#isDead() || world.strikes()) throw new NothingHeard('the answer was lost');
    };
    const outcome = work().finally(answered);
    const heard = [outcome, this.#death.promise];
    if (world.strikes())
      heard.push(world.turn(`${what} given up`).then(() => Promise.reject(new NothingHeard('late'))));
    return Promise.race(heard);
  }

  /**
   * Asks the world for something that it does whole or not at all. The request may be lost, or
   * late, or its answer lost: then the caller goes on with what it makes of silence. A request that
   * was on its way when the process died may arrive.
   */
  async ask<T>(what: string, act: () => T, silence: () => T): Promise<T> {
    const { world } = this;
    if (this.#isDead()) return never();
    const fault = world.strikes() ? world.luck.pick(['request lost', 'answer lost', 'late'] as const) : 'none';
    if (fault === 'late') void world.turn(`${what} late`).then(() => quietly(act));
    await world.turn(`${what} ${fault === 'none' ? 'sent' : fault}`);
    if (this.#isDead() && world.luck.strikes(50)) return never();
    if (fault === 'answer lost') quietly(act);
    const give = fault === 'none' ? outcomeOf(act) : silence;
    await world.turn(`${what} heard`);
    return this.#isDead() ? never() : give();
  }

  /** To be asked anew after every wait. */
  #isDead(): boolean {
    return this.#dead;
  }
}

function outcomeOf<T>(act: () => T): () => T {
  try {
    const value = act();
    return () => value;
  } catch (error) {
    return () => {
      throw error as Error;
    };
  }
}

function quietly(act: () => unknown): void {
  outcomeOf(act);
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
