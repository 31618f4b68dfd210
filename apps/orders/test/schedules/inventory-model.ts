import { DomainError, type Money } from '@bookstore/values';
import type { StockNotice, StockRequest } from '../../src/domain/inventory.ts';
import type { OrderLine } from '../../src/domain/order-lines.ts';

export type HoldState = 'HELD' | 'COMMITTED' | 'RELEASED';

interface Hold {
  readonly state: HoldState;
  readonly lines: readonly OrderLine[];
  readonly dueAt: number;
  readonly version: bigint;
  readonly returned: boolean;
}

interface Book {
  price: Money;
  onHand: number;
}

/** Inventory as its contract says, each call whole or not at all. */
export class InventoryModel {
  readonly holds = new Map<string, Hold>();
  readonly books = new Map<string, Book>();
  /** What inventory refused that orders had decided: the two disagree. */
  readonly disagreements: string[] = [];
  readonly #holdMs: number;

  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  reserved(bookId: string): number {
    return [...this.holds.values()]
      .filter(({ state }) => state === 'HELD')
      .reduce((sum, { lines }) => sum + copies(lines, bookId), 0);
  }

  /** Copies that are sold and have not come back. */
  sold(bookId: string): number {
    return [...this.holds.values()]
      .filter(({ state, returned }) => state === 'COMMITTED' && !returned)
      .reduce((sum, { lines }) => sum + copies(lines, bookId), 0);
  }

  reserve({ orderId, lines, expectedTotal }: StockRequest, now: number): readonly OrderLine[] {
    const known = this.holds.get(orderId);
    if (known?.state === 'RELEASED') throw refused('RESERVATION_CLOSED');
    if (known) {
      const same =
        known.lines.length === lines.length &&
        lines.every((line) => copies(known.lines, line.bookId) === line.quantity);
      if (!same) throw refused('RESERVATION_MISMATCH');
      return known.lines;
    }
    const held = lines.map(({ bookId, quantity }) => {
      const { price, onHand } = this.books.get(bookId)!;
      if (onHand - this.reserved(bookId) < quantity) throw refused('INSUFFICIENT_STOCK');
      return { bookId, quantity, title: 'Book', isbn: '', unitPrice: price };
    });
    const total = held.reduce((sum, { quantity, unitPrice }) => sum + unitPrice.minorUnits * BigInt(quantity), 0n);
    if (expectedTotal && expectedTotal.minorUnits !== total) throw refused('PRICE_CHANGED');
    this.holds.set(orderId, { state: 'HELD', lines: held, dueAt: now + this.#holdMs, version: 0n, returned: false });
    return held;
  }

  commit(notices: readonly StockNotice[]): readonly StockNotice[] {
    return notices.filter((notice) => this.#end(notice, 'COMMITTED'));
  }

  release(notices: readonly StockNotice[]): readonly StockNotice[] {
    return notices.filter((notice) => this.#end(notice, 'RELEASED'));
  }

  takeBack(notices: readonly StockNotice[]): readonly StockNotice[] {
    return notices.filter(({ orderId }) => {
      const hold = this.holds.get(orderId);
      if (hold?.state !== 'COMMITTED') return this.#disagree(`${orderId} returned when ${hold?.state ?? 'unknown'}`);
      if (hold.returned) return true;
      for (const { bookId, quantity } of hold.lines) this.books.get(bookId)!.onHand += quantity;
      this.holds.set(orderId, { ...hold, returned: true });
      return true;
    });
  }

  due(now: number): readonly string[] {
    return [...this.holds]
      .filter(([, { state, dueAt }]) => state === 'HELD' && dueAt <= now)
      .map(([orderId]) => orderId);
  }

  #end({ orderId, version }: StockNotice, outcome: Exclude<HoldState, 'HELD'>): boolean {
    const hold = this.holds.get(orderId);
    if (!hold && outcome === 'COMMITTED') return this.#disagree(`${orderId} committed when unknown`);
    const present: Hold = hold ?? { state: 'HELD', lines: [], dueAt: 0, version: 0n, returned: false };
    if (present.state === outcome || version < present.version) return true;
    if (present.state !== 'HELD') return this.#disagree(`${orderId} ${outcome} when ${present.state}`);
    if (outcome === 'COMMITTED') {
      for (const { bookId, quantity } of present.lines) this.books.get(bookId)!.onHand -= quantity;
    }
    this.holds.set(orderId, { ...present, state: outcome, version });
    return true;
  }

  #disagree(about: string): false {
    this.disagreements.push(about);
    return false;
  }
}

function copies(lines: readonly OrderLine[], bookId: string): number {
  return lines.filter((line) => line.bookId === bookId).reduce((sum, { quantity }) => sum + quantity, 0);
}

function refused(reason: string): DomainError {
  return new DomainError('FAILED_PRECONDITION', reason, reason);
}
