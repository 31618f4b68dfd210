import { DatabaseModel } from './database-model.ts';
import { NO_FIGURES } from './figures.ts';
import { GatewayModel } from './gateway-model.ts';
import { InventoryModel } from './inventory-model.ts';
import { Luck } from './luck.ts';
import { TIMES } from './times.ts';
import type { Answer, Wish } from './wishes.ts';

export const BOOK = 'c0ffee00-0000-4000-8000-000000000001';
export const CURRENCY = 'EUR';

export interface WorldOptions {
  readonly seed: number;
  readonly stock: number;
  /** How many messages in a hundred are lost, or late, or lose their answer. */
  readonly faults: number;
  /** Lets an event happen when its turn comes. */
  readonly schedule: (event: string) => Promise<unknown>;
}

/** All that outlives a process: the databases, the payment company, the time; and what was seen. */
export class World {
  readonly database = new DatabaseModel();
  readonly inventory = new InventoryModel(TIMES.holdMs);
  readonly gateway: GatewayModel;
  readonly luck: Luck;
  readonly stock: number;
  readonly figures = { ...NO_FIGURES, schedules: 1 };
  /** The events in the order in which they happened. */
  readonly trace: string[] = [];
  readonly violations: string[] = [];
  readonly told: { readonly wish: Wish; readonly answer: Answer }[] = [];
  /** Requests that were tried before. */
  readonly asked = new Set<number>();
  /** Nothing is lost any more, and nobody waits for a turn. */
  calm = false;
  readonly #options: WorldOptions;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.stock = options.stock;
    this.luck = new Luck(options.seed);
    this.inventory.books.set(BOOK, { price: { currencyCode: CURRENCY, minorUnits: 1299n }, onHand: options.stock });
    this.gateway = new GatewayModel({
      captured: ({ orderId }) => {
        if (this.database.find(orderId)?.requestId === undefined)
          this.violate(`2 money: ${orderId} charged, not written`);
      },
      later: (what, act) => void this.turn(what).then(act),
    });
  }

  async turn(event: string): Promise<void> {
    if (this.calm) return;
    await this.#options.schedule(event);
    this.note(event);
  }

  /** Whether the message at hand is struck. */
  strikes(): boolean {
    const struck = !this.calm && this.luck.strikes(this.#options.faults);
    if (struck) this.figures.lost += 1;
    return struck;
  }

  note(event: string): void {
    this.figures.steps += 1;
    this.trace.push(event);
  }

  readonly violate = (invariant: string): void => {
    if (!this.violations.includes(invariant)) this.violations.push(invariant);
  };
}
