import type { Order } from '../../src/domain/order.ts';
import { type Answer, commandOf, orderIdOf, type Wish } from './wishes.ts';
import { BOOK, type World } from './world.ts';

/** Refusals that the contract names for PlaceOrder; any other is a fault that a client must not see. */
const DOCUMENTED = new Set([
  ...['ORDER_CLOSED', 'PAYMENT_DECLINED', 'PRICE_CHANGED', 'REQUEST_ID_REUSED', 'INSUFFICIENT_STOCK'],
]);

/** Whether all that clients were told is still true at rest. */
export function checkTold(world: World): void {
  for (const { wish, answer } of world.told) {
    const order = world.database.find(orderIdOf(wish.request));
    if (answer.kind === 'order') checkOrder(world, wish, answer.order, order);
    if (answer.kind === 'refused') checkRefusal(world, wish, answer.reason, order);
  }
}

function checkOrder(world: World, { expectedTotal, ...wish }: Wish, told: Order, order: Order | undefined): void {
  const { contentHash } = commandOf({ ...wish, expectedTotal }, BOOK);
  if (order?.contentHash !== contentHash)
    world.violate(`4 repetition: ${told.orderId} has other content than was told`);
  if (expectedTotal && order?.total.minorUnits !== expectedTotal.minorUnits)
    world.violate(`6 prices: ${told.orderId} costs other than was expected`);
  const kept = ['PAID', 'SHIPPED', 'COMPLETED'].includes(order?.status ?? '');
  const givenBack = order?.status === 'CANCELLED' && order.stockOutcome === 'RETURN';
  if (told.status === 'PAID' && !kept && !givenBack)
    world.violate(`3 durability: ${told.orderId} was told as paid and is ${order?.status ?? 'gone'}`);
}

function checkRefusal(world: World, wish: Wish, reason: string, order: Order | undefined): void {
  const orderId = orderIdOf(wish.request);
  if (!DOCUMENTED.has(reason)) world.violate(`4 repetition: ${orderId} was refused by ${reason}`);
  if (reason === 'PAYMENT_DECLINED' && order?.status !== 'PAYMENT_FAILED')
    world.violate(`4 repetition: ${orderId} was told as declined and is ${order?.status ?? 'gone'}`);
  if (reason === 'ORDER_CLOSED' && order?.stockOutcome !== 'RELEASE')
    world.violate(`4 repetition: ${orderId} was told as closed and is ${order?.status ?? 'gone'}`);
  const same = order?.contentHash !== undefined && order.contentHash === commandOf(wish, BOOK).contentHash;
  if (reason === 'REQUEST_ID_REUSED' && same) world.violate(`4 repetition: ${orderId} refused its own content`);
}

/** Whether a repeat at rest, when nothing is lost, got an answer at all. */
export function checkAnswered(world: World, wish: Wish, answer: Answer): void {
  if (answer.kind === 'unknown') world.violate(`4 repetition: ${orderIdOf(wish.request)} gets no answer at rest`);
}
