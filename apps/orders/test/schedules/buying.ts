import { DomainError } from '@bookstore/values';
import type { Order } from '../../src/domain/order.ts';
import type { Shop } from './shop.ts';
import { type Answer, commandOf, type Wish } from './wishes.ts';
import { BOOK, type World } from './world.ts';

export interface Buyer extends Omit<Wish, 'expectedTotal'> {
  readonly kind: 'buyer';
  /** Whether the buyer insists on the price of the moment. */
  readonly insists: boolean;
  /** How often the buyer asks at most. */
  readonly tries: number;
}

/** How often a buyer who has an answer asks again, in a hundred. */
const ASKS_AGAIN = 30;

/** Asks until there is an answer, and now and then once more. */
export async function buy(shop: Shop, { insists, tries, ...wish }: Buyer): Promise<void> {
  const { world } = shop;
  const { price } = world.inventory.books.get(BOOK)!;
  const copies = wish.content === 'more copies' ? 2n : 1n;
  const expectedTotal = insists ? { ...price, minorUnits: price.minorUnits * copies } : undefined;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const answer = await place(shop, { ...wish, expectedTotal });
    if (answer.kind !== 'unknown' && !world.luck.strikes(ASKS_AGAIN)) return;
  }
}

/** Places an order by a request, and takes note of what was told. */
export async function place({ world, process }: Shop, wish: Wish): Promise<Answer> {
  if (world.asked.has(wish.request) && !world.calm) world.figures.repeatedKeys += 1;
  world.asked.add(wish.request);
  const command = commandOf(wish, BOOK);
  const { running, placeOrder } = process.operations;
  const placed = process.serve('place', async () => {
    const content = `${command.contentHash} ${command.paymentMethod}`;
    const order = await running.run(command.orderId, content, () => placeOrder(command));
    checkWritten(world, order);
    return order;
  });
  const answer = await placed.then((order): Answer => ({ kind: 'order', order }), refusalOf);
  if (answer.kind === 'order' && !world.calm) world.figures.acknowledged += 1;
  world.told.push({ wish, answer });
  return answer;
}

function refusalOf(error: unknown): Answer {
  const refused = error instanceof DomainError && error.kind !== 'UNAVAILABLE';
  return refused ? { kind: 'refused', reason: error.reason } : { kind: 'unknown' };
}

/** What is told must be committed by then: a crash may come with the next event. */
function checkWritten(world: World, { orderId, version, status }: Order): void {
  const written = world.database.find(orderId);
  if (!written || written.version < version)
    world.violate(`3 durability: ${orderId} told as ${status} ${version}, written as ${written?.version ?? 'nothing'}`);
}
