import type { Actor } from './book-repository.ts';
import type { StockLevel, StockMovement, StockMovementReason } from './stock-ledger.ts';

export interface StockAdjustment extends Actor {
  readonly bookId: string;
  readonly quantity: bigint;
  readonly reason: StockMovementReason;
  readonly note: string;
  /** Made once for this adjustment: a repeat gives the same answer. */
  readonly requestId: string;
}

export interface AdjustedStock {
  readonly movement: StockMovement;
  /** The stock after it. */
  readonly stock: Pick<StockLevel, 'onHand' | 'reserved'>;
}

export interface StockRepository {
  adjust(adjustment: StockAdjustment): Promise<AdjustedStock>;
  /** Newest first, from before the given stock version on; refuses a book that is not there. */
  listMovements(query: {
    readonly bookId: string;
    readonly before: bigint | undefined;
    readonly limit: number;
  }): Promise<readonly StockMovement[]>;
}
