import { setTimeout as sleep } from 'node:timers/promises';
import type { Mesh } from '@bookstore/mesh';
import { deadlock } from './deadlock.ts';
import type { HistoryLog } from './history-log.ts';
import type { PlannedFault } from './planned-faults.ts';

interface NemesisOptions {
  readonly mesh: Mesh;
  readonly log: HistoryLog;
  readonly bookIds: readonly string[];
}

type Process = Parameters<Mesh['kill']>[0];

/** A process that was killed may need another start: what it needs itself may be out of reach. */
const STARTS = 20;

/** Whoever does to the bookstore what the plan says, and undoes it. */
export class Nemesis {
  readonly #options: NemesisOptions;
  readonly #dead = new Set<Process>();
  #isOver = false;

  constructor(options: NemesisOptions) {
    this.#options = options;
  }

  /** Does one fault after the other, until it is told to stop. */
  async act(faults: readonly PlannedFault[], hand: number): Promise<void> {
    for (const fault of faults) {
      await this.#pause(fault.afterMs);
      if (this.#isOver) return;
      const what = describe(fault);
      const asked = { process: `nemesis.${hand}`, function: 'fault', key: what, value: { fault: what } } as const;
      await this.#options.log.record(asked, async () => {
        await this.#strike(fault);
        return { type: 'info', value: { fault: `end of ${what}` } };
      });
    }
  }

  /** Undoes at once what is being done, and does no more. */
  stop(): void {
    this.#isOver = true;
  }

  /** Starts again what is still dead, once the network is whole. */
  async heal(): Promise<void> {
    for (const process of this.#dead) await this.#revive(process);
  }

  async #strike(fault: PlannedFault): Promise<void> {
    const { mesh, bookIds } = this.#options;
    switch (fault.kind) {
      case 'kill':
        this.#dead.add(fault.process);
        await mesh.kill(fault.process);
        await this.#pause(fault.forMs);
        return this.#revive(fault.process);
      case 'pause':
        await mesh.pause(fault.process);
        await this.#pause(fault.forMs);
        return mesh.resume(fault.process);
      case 'deadlock':
        return deadlock(mesh, bookIds, fault.forMs);
      default:
        return this.#disturb(fault);
    }
  }

  async #disturb(fault: Extract<PlannedFault, { readonly link: unknown }>): Promise<void> {
    const [from, to] = fault.link;
    const link = this.#options.mesh.link(from, to);
    if (fault.kind === 'reset') link.reset();
    if (fault.kind === 'partition') link.partition(fault.direction);
    if (fault.kind === 'delay') link.delay({ ms: fault.ms, jitterMs: fault.ms });
    const lost = fault.kind === 'lose replies' ? link.loseReplies(fault.count, { after: fault.after }) : undefined;
    await Promise.race([this.#pause(fault.forMs), ...(lost ? [lost] : [])]);
    link.heal();
  }

  async #revive(process: Process): Promise<void> {
    for (let start = 1; ; start += 1) {
      try {
        await this.#options.mesh.restart(process);
        this.#dead.delete(process);
        return;
      } catch (error) {
        // Its database may be cut off just now; when it is over, nothing is, and it must start.
        if (start === STARTS) throw error;
        await sleep(100);
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (!this.#isOver && performance.now() < until) await sleep(Math.min(20, ms));
  }
}

function describe(fault: PlannedFault): string {
  switch (fault.kind) {
    case 'kill':
    case 'pause':
      return `${fault.kind} ${fault.process}`;
    case 'deadlock':
      return fault.kind;
    case 'partition':
      return `partition ${fault.direction} of ${fault.link.join(' -> ')}`;
    default:
      return `${fault.kind} of ${fault.link.join(' -> ')}`;
  }
}
