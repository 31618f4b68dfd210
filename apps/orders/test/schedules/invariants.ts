import type { Order } from '../../src/domain/order.ts';
import { BOOK, type World } from './world.ts';

/** The invariants of the order path that stock must keep at every commit. */
export function checkStock({ inventory, stock, violate }: StockView): void {
  const { onHand } = inventory.books.get(BOOK)!;
  const [reserved, sold] = [inventory.reserved(BOOK), inventory.sold(BOOK)];
  if (onHand !== stock - sold) violate(`1 stock: ${onHand} on hand of ${stock} with ${sold} sold`);
  if (reserved > onHand) violate(`1 stock: ${reserved} reserved of ${onHand} on hand`);
}

type StockView = Pick<World, 'inventory' | 'stock' | 'violate'>;

/** What must hold of everything once nobody is under way and time has passed. */
export function checkAtRest(world: World, orderIds: readonly string[]): void {
  for (const orderId of orderIds) {
    checkMoney(world, orderId);
    checkProgress(world, orderId);
    checkCopies(world, orderId);
  }
  checkStock(world);
  for (const about of world.inventory.disagreements) world.violate(`1 stock: ${about}`);
}

const SOLD: readonly Order['status'][] = ['PAID', 'SHIPPED', 'COMPLETED'];

function checkMoney({ database, gateway, violate }: World, orderId: string): void {
  const order = database.find(orderId);
  const charges = gateway.of(orderId).filter(({ status }) => status === 'succeeded');
  const kept = charges.reduce((sum, intent) => sum + gateway.kept(intent), 0n);
  if (charges.length > 1) violate(`4 repetition: ${orderId} charged ${charges.length} times`);
  const says = order ? order.captured.minorUnits - order.refunded.minorUnits : 0n;
  if (kept !== says) violate(`2 money: ${orderId} kept ${kept}, the order says ${says}`);
  if (!order) return;
  const sold = SOLD.includes(order.status);
  if (sold && order.captured.minorUnits !== order.total.minorUnits)
    violate(`2 money: ${orderId} is not fully captured`);
  if (!sold && kept !== 0n) violate(`2 money: ${orderId} is ${order.status} and ${kept} is kept`);
  // One order, one confirmation: after a decline nothing is left that could charge it, not even to give it back.
  if (order.status === 'PAYMENT_FAILED' && charges.length > 0)
    violate(`4 repetition: ${orderId} declined, and charged`);
  const refunds = [...database.refunds.values()].filter((refund) => refund.orderId === orderId);
  const owed = refunds.reduce((sum, { amount, status }) => sum + (status === 'FAILED' ? 0n : amount.minorUnits), 0n);
  if (owed !== order.refunded.minorUnits) violate(`2 money: ${orderId} has refunds of ${owed} and says another sum`);
}

function checkProgress({ database, inventory, violate }: World, orderId: string): void {
  const row = database.orders.get(orderId);
  if (row?.order.status === 'AWAITING_PAYMENT') violate(`5 progress: ${orderId} still awaits its payment`);
  if (row?.stockDueAt !== undefined) violate(`5 progress: ${orderId} is still to be told to inventory`);
  if (inventory.holds.get(orderId)?.state === 'HELD') violate(`5 progress: the copies of ${orderId} are still held`);
  const owed = [...database.refunds.values()].filter(
    (refund) => refund.orderId === orderId && refund.status !== 'DONE',
  );
  if (owed.length > 0) violate(`5 progress: ${orderId} has a refund ${owed[0]!.status}`);
}

function checkCopies({ database, inventory, violate }: World, orderId: string): void {
  const order = database.find(orderId);
  const hold = inventory.holds.get(orderId);
  if (!order || !hold) return;
  const sold = hold.state === 'COMMITTED' && !hold.returned;
  if (sold !== SOLD.includes(order.status))
    violate(`3 durability: ${orderId} is ${order.status}, its hold ${hold.state}`);
  if (order.lines.some(({ unitPrice }, index) => unitPrice.minorUnits !== hold.lines[index]?.unitPrice.minorUnits))
    violate(`6 prices: ${orderId} was not sold at the prices of its hold`);
}
