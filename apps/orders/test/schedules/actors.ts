import { v5 as uuidv5 } from 'uuid';
import type { Actor as Mover } from '../../src/domain/order-status.ts';
import type { Order } from '../../src/domain/order.ts';
import { buy, type Buyer } from './buying.ts';
import type { Shop } from './shop.ts';
import { orderIdOf } from './wishes.ts';
import { BOOK, CURRENCY } from './world.ts';

/** Somebody or something that acts when its turn comes. */
export type Actor =
  | Buyer
  | { readonly kind: 'cancel'; readonly request: number; readonly by: Mover }
  | { readonly kind: 'ship'; readonly request: number }
  | { readonly kind: 'refund'; readonly request: number; readonly amount: bigint }
  | { readonly kind: 'news'; readonly request: number }
  | { readonly kind: 'bank'; readonly request: number; readonly passed: boolean }
  | { readonly kind: 'sweep'; readonly sweep: number }
  | { readonly kind: 'crash' }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'reprice' };

/** How often somebody looks whether there is something to act on. */
const LOOKS = 4;

export async function act(shop: Shop, actor: Actor): Promise<void> {
  const { world } = shop;
  await world.turn(actor.kind);
  switch (actor.kind) {
    case 'buyer':
      return buy(shop, actor);
    case 'cancel':
      return change(shop, actor.request, (operations, order) =>
        operations.cancelOrder(order, { actor: actor.by, reason: undefined, etag: '', staffUserId: undefined }),
      );
    case 'ship':
      return change(shop, actor.request, (operations, order) => operations.moveOrder(order, SHIPMENT));
    case 'refund':
      return change(shop, actor.request, (operations, order) =>
        operations.refundOrder(order, refundCommand(actor.request, actor.amount)),
      );
    case 'news':
      return bringNews(shop, actor.request);
    case 'bank':
      return authenticate(shop, actor.request, actor.passed);
    case 'sweep':
      return sweep(shop, actor.sweep);
    case 'crash':
      shop.crash();
      return;
    case 'time':
      world.database.now += actor.ms;
      return;
    case 'reprice':
      world.inventory.books.get(BOOK)!.price = { currencyCode: CURRENCY, minorUnits: 1599n };
  }
}

const SHIPMENT = { status: 'SHIPPED', carrier: 'Posten', trackingNumber: '', etag: '', staffUserId: '' } as const;

/** Two who ask with one request id ask for one refund, or for one that is refused to the other. */
function refundCommand(request: number, minorUnits: bigint) {
  return {
    refundId: uuidv5('refund', orderIdOf(request)),
    amount: { currencyCode: CURRENCY, minorUnits },
    ...{ reason: 'a torn page', requestId: '', staffUserId: '', contentHash: String(minorUnits) },
  };
}

type Operations = Shop['process']['operations'];

/** Does something to an order once it is there; a refusal is an answer, and silence is none. */
async function change(
  shop: Shop,
  request: number,
  does: (on: Operations, order: Order) => Promise<unknown>,
): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { process } = shop;
    const found = process.serve('change', async () => {
      const order = await process.ports.orders.find(orderIdOf(request));
      if (order?.requestId === undefined) return false;
      await does(process.operations, order);
      return true;
    });
    if (await found.catch(() => false)) return;
  }
}

async function authenticate({ world }: Shop, request: number, passed: boolean): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    for (const { intentId } of world.gateway.of(orderIdOf(request))) world.gateway.authenticate(intentId, passed);
    await world.turn('bank waits');
  }
}

/** A webhook, which comes several times, to either process, and before or after anything else. */
async function bringNews(shop: Shop, request: number): Promise<void> {
  const { gateway } = shop.world;
  const orderId = orderIdOf(request);
  for (let delivery = 0; delivery < LOOKS; delivery += 1) {
    const { process } = shop;
    const payments = gateway.of(orderId).map(({ intentId }) => ({ paymentIntentId: intentId, orderId }));
    const refunds = [...gateway.refunds.keys()].map((refundId) => ({ refundId, answer: 'DONE' as const }));
    const { takeNews } = process.operations;
    const delivered = process.serve('news', async () => {
      for (const payment of payments) await takeNews({ kind: 'PAYMENT', ...payment });
      for (const refund of refunds) await takeNews({ kind: 'REFUND', ...refund });
    });
    await delivered.catch(() => undefined);
  }
}

/** A sweep that fails is run again later, as its worker does. */
async function sweep({ process }: Shop, index: number): Promise<void> {
  const { sweeps } = process.operations;
  await process
    .serve('sweep', () => sweeps[index % sweeps.length]!.run(new AbortController().signal))
    .catch(() => undefined);
}
