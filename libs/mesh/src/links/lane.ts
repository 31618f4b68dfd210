import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Conditions } from './conditions.ts';
import type { Way } from './link.ts';

/** Bytes on their way, above which a lane reads no more: its sender feels the backpressure. */
const FULL = 65_536;

interface LaneOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly way: Way;
  readonly conditions: Conditions;
  /** Nothing is handed over before. */
  readonly ready: Promise<void>;
  /** Asked at each chunk that sets out; false lets it vanish. */
  readonly admit?: () => boolean;
  /** Told of each chunk before it is handed over. */
  readonly onHandOver?: () => void;
}

interface Parcel {
  readonly what: Buffer | 'end' | 'reset';
  readonly dueAt: number;
}

/** One direction of one connection: everything arrives in order, or not at all. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #parcels: Parcel[] = [];
  #bytes = 0;
  #delivering = false;
  #isOver = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    options.from
      .on('data', (chunk: Buffer) => {
        if (options.admit?.() ?? true) this.#take(chunk);
      })
      .once('end', () => this.#take('end'))
      // It is told by the close that follows; without a listener it would end the process.
      .on('error', () => undefined)
      .once('close', (hadError) => {
        if (hadError || !this.#isOver) this.#take('reset');
      });
  }

  /** Whether the sender has ended it, or is gone. */
  get isOver(): boolean {
    return this.#isOver;
  }

  #take(what: Parcel['what']): void {
    const { from, conditions } = this.#options;
    if (typeof what === 'string') this.#isOver = true;
    else this.#bytes += what.length;
    if (this.#bytes > FULL) from.pause();
    this.#parcels.push({ what, dueAt: performance.now() + conditions.travelMs() });
    if (!this.#delivering) void this.#deliver();
  }

  async #deliver(): Promise<void> {
    const { from, way, conditions, ready } = this.#options;
    this.#delivering = true;
    await ready;
    for (let parcel = this.#parcels[0]; parcel; parcel = this.#parcels[0]) {
      const left = parcel.dueAt - performance.now();
      if (left > 0) await sleep(left, undefined, { ref: false });
      await conditions.passage(way);
      await this.#handOver(parcel.what);
      this.#parcels.shift();
      if (typeof parcel.what !== 'string') this.#bytes -= parcel.what.length;
      if (this.#bytes <= FULL) from.resume();
    }
    this.#delivering = false;
  }

  /** Resolves when the system has taken it, or the receiver is gone. */
  async #handOver(what: Parcel['what']): Promise<void> {
    const { to, onHandOver } = this.#options;
    if (to.destroyed) return;
    if (what === 'end') to.end();
    else if (what === 'reset') to.resetAndDestroy();
    else {
      onHandOver?.();
      await new Promise<void>((resolve) => to.write(what, () => resolve()));
    }
  }
}
