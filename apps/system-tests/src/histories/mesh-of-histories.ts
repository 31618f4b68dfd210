import type { MeshOptions } from '../mesh-for-tests.ts';

/**
 * Everything that a bookstore waits for is short, so that payments expire, holds fall due and sweeps
 * run while a history is still on its way. Calls give up before their callers do. Inventory's
 * statements outlast the second after which PostgreSQL looks for deadlocks.
 */
export function settingsOfHistories(seed: number): MeshOptions {
  return {
    links: { seed },
    settings: {
      inventory: { DATABASE_ACQUIRE_TIMEOUT_MS: '1500', DATABASE_STATEMENT_TIMEOUT_MS: '1500' },
      orders: {
        ...{ DATABASE_ACQUIRE_TIMEOUT_MS: '1500', DATABASE_STATEMENT_TIMEOUT_MS: '800' },
        ...{ INVENTORY_TIMEOUT_MS: '1300', PAYMENT_TIMEOUT_MS: '700' },
        ...{ PAYMENT_WINDOW_MS: '2500', HOLD_MARGIN_MS: '500', PAYMENT_CHECK_AFTER_MS: '300', CLAIM_MS: '500' },
        ...{ PAYMENT_SWEEP_MS: '200', STOCK_SWEEP_MS: '200', REFUND_SWEEP_MS: '200', HOLD_SWEEP_MS: '300' },
        BUYER_SWEEP_MS: '300',
      },
    },
  };
}
