import type { Money } from '@bookstore/values';
import type { OrderLine, WantedLine } from './order-lines.ts';
import type { StockOutcome } from './order.ts';

export interface StockRequest {
  readonly orderId: string;
  readonly lines: readonly WantedLine[];
  readonly expectedTotal: Money | undefined;
}

/** What inventory has to be told of one order; it ignores what is older than what it knows. */
export interface StockNotice {
  readonly orderId: string;
  readonly version: bigint;
  readonly outcome: Exclude<StockOutcome, 'NONE'>;
}

/** Where the books are. Everything here may be repeated; what tells an outcome gives the notices that hold now. */
export interface Inventory {
  /**
   * Holds all the copies or none, at the prices of this moment, in the order in which they were asked for.
   * @throws {DomainError} the refusal, which holds nothing; `RESERVATION_MISMATCH` and
   *   `RESERVATION_CLOSED` for an id that was used before.
   */
  reserve(request: StockRequest): Promise<readonly OrderLine[]>;
  commit(notices: readonly StockNotice[]): Promise<readonly StockNotice[]>;
  release(notices: readonly StockNotice[]): Promise<readonly StockNotice[]>;
  /** Puts all copies of sold orders back. */
  takeBack(notices: readonly StockNotice[]): Promise<readonly StockNotice[]>;
  /** Ids of orders whose holds wait for a decision, page by page. */
  dueHolds(): AsyncIterable<readonly string[]>;
}
