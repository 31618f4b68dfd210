import type { Inventory, StockNotice } from '../domain/inventory.ts';
import type { DueOrders } from '../domain/order-repository.ts';
import type { OrderStep } from '../domain/order.ts';

export interface TellStockPorts {
  readonly inventory: Inventory;
  readonly due: DueOrders;
}

/**
 * Tells inventory what became of orders. A cancelled order that was paid is a sale that comes
 * back, whatever inventory was told of it before: committing twice changes nothing.
 */
export async function tellStock({ inventory, due }: TellStockPorts, notices: readonly StockNotice[]): Promise<void> {
  const [committed, released] = await Promise.all([
    inventory.commit(notices.filter(({ outcome }) => outcome !== 'RELEASE')),
    inventory.release(notices.filter(({ outcome }) => outcome === 'RELEASE')),
  ]);
  const returned = await inventory.takeBack(committed.filter(({ outcome }) => outcome === 'RETURN'));
  await due.stockTold([...committed.filter(({ outcome }) => outcome === 'COMMIT'), ...released, ...returned]);
}

/** What inventory has to be told of a step; undefined if nothing new. */
export function stockNoticeOf({ before, after }: OrderStep): StockNotice | undefined {
  const { orderId, version, stockOutcome: outcome } = after;
  return outcome === 'NONE' || outcome === before.stockOutcome ? undefined : { orderId, version, outcome };
}
