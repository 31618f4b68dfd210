import type { StockAdjustmentReason, StockMovementReason } from '@bookstore/client';

/** What staff may say has happened to copies: the contract's reason, whether copies came or went, and the words for it. */
export const STOCK_REASONS = {
  received: ['RECEIVED', 1, 'A delivery came'],
  returned: ['RETURNED', 1, 'Copies came back from a buyer'],
  more: ['COUNTED', 1, 'A count found more'],
  fewer: ['COUNTED', -1, 'A count found fewer'],
  damaged: ['DAMAGED', -1, 'Copies were damaged'],
  lost: ['LOST', -1, 'Copies were lost or stolen'],
} as const satisfies Record<string, readonly [StockAdjustmentReason, 1 | -1, string]>;

/** What is said of a movement that has been. */
export const MOVEMENT_TEXTS: Readonly<Record<StockMovementReason, string>> = {
  INITIAL: 'First stock',
  RECEIVED: 'Delivery',
  SOLD: 'Sold',
  RETURNED: 'Came back',
  DAMAGED: 'Damaged',
  LOST: 'Lost',
  COUNTED: 'Counted',
  UNRECOGNIZED: 'Something new',
};
