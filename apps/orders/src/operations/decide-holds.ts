import type { Inventory } from '../domain/inventory.ts';
import type { DueOrders } from '../domain/order-repository.ts';

export interface DecideHoldsPorts {
  readonly inventory: Inventory;
  readonly due: DueOrders;
}

/**
 * Decides the holds that inventory asks about, from the orders' own rows; those whose payment is
 * still awaited stay. The stock relay then tells what was decided.
 */
export async function decideHolds({ inventory, due }: DecideHoldsPorts): Promise<void> {
  for await (const orderIds of inventory.dueHolds()) await due.decideHolds(orderIds);
}
