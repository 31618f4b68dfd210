import { DomainError } from '@bookstore/values';

/** Copies of one book. */
export interface StockLevel {
  readonly bookId: string;
  /** Copies in the house. */
  readonly onHand: bigint;
  /** Copies of those that orders hold. */
  readonly reserved: bigint;
  /** Grows with every change. */
  readonly version: bigint;
}

export type StockMovementReason = 'INITIAL' | 'RECEIVED' | 'SOLD' | 'RETURNED' | 'DAMAGED' | 'LOST' | 'COUNTED';

/** What is to be written of a change of the copies on hand. */
export interface NewMovement {
  readonly bookId: string;
  /** Copies that came (positive) or went (negative). */
  readonly quantity: bigint;
  readonly reason: StockMovementReason;
  readonly note?: string | undefined;
  readonly orderId?: string | undefined;
  readonly returnId?: string | undefined;
  readonly actorId?: string | undefined;
}

/** A movement at its place in its book's sequence. */
export interface PlacedMovement extends NewMovement {
  readonly onHandAfter: bigint;
  readonly stockVersion: bigint;
}

/** A movement as it was written. */
export interface StockMovement extends Omit<PlacedMovement, 'note' | 'returnId'> {
  readonly stockMovementId: string;
  readonly note: string;
  readonly createdAt: Date;
}

/** What is to be written of one book: where a ledger began, and where it ended. */
export interface StockChange {
  readonly before: StockLevel;
  readonly after: StockLevel;
}

/**
 * The stock of some books while it is decided upon, locked or as it was seen: it takes changes one
 * by one, each seeing those before it, and gives in the end what is to be written, once for each
 * book. Every change keeps 0 <= reserved <= on hand; whoever asks for one that does not has not
 * looked first, and is refused by name.
 */
export class StockLedger {
  readonly #before: ReadonlyMap<string, StockLevel>;
  readonly #levels: Map<string, StockLevel>;
  readonly #movements: PlacedMovement[] = [];

  constructor(levels: readonly StockLevel[]) {
    this.#before = new Map(levels.map((level) => [level.bookId, level]));
    this.#levels = new Map(this.#before);
  }

  find(bookId: string): StockLevel | undefined {
    return this.#levels.get(bookId);
  }

  /** Holds copies (positive) or lets them go (negative). */
  reserve(bookId: string, quantity: bigint): void {
    const level = this.#level(bookId);
    this.#set({ ...level, reserved: level.reserved + quantity });
  }

  /** Moves copies in or out, and notes it. */
  move(movement: NewMovement): PlacedMovement {
    const level = this.#level(movement.bookId);
    const after = this.#set({ ...level, onHand: level.onHand + movement.quantity });
    const placed = { ...movement, onHandAfter: after.onHand, stockVersion: after.version };
    this.#movements.push(placed);
    return placed;
  }

  /** Copies that an order held leave the house. */
  sell(orderId: string, bookId: string, quantity: bigint): void {
    this.reserve(bookId, -quantity);
    this.move({ bookId, quantity: -quantity, reason: 'SOLD', orderId });
  }

  get changes(): readonly StockChange[] {
    return [...this.#before.values()]
      .map((before) => ({ before, after: this.#level(before.bookId) }))
      .filter(({ before, after }) => after !== before);
  }

  get movements(): readonly PlacedMovement[] {
    return this.#movements;
  }

  #level(bookId: string): StockLevel {
    const level = this.#levels.get(bookId);
    if (!level) throw new Error(`the stock of book ${bookId} was not read`);
    return level;
  }

  #set(next: StockLevel): StockLevel {
    if (next.reserved < 0n || next.reserved > next.onHand) throw belowReserved(this.#level(next.bookId));
    const level = { ...next, version: next.version + 1n };
    this.#levels.set(level.bookId, level);
    return level;
  }
}

function belowReserved({ bookId, onHand, reserved }: StockLevel): DomainError {
  const message = `of ${onHand} copies on hand ${reserved} are reserved: stock cannot fall below that`;
  return new DomainError('FAILED_PRECONDITION', 'STOCK_BELOW_RESERVED', message, {
    metadata: { book_id: bookId, on_hand: String(onHand), reserved: String(reserved) },
  });
}
