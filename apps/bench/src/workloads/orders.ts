import { OrderServiceDefinition, type PlaceOrderRequest } from '@bookstore/contracts/orders/v1/order_service';
import { FRESH_ID } from '../driver/message-ring.ts';
import type { RpcCalls } from '../driver/rpc-calls.ts';
import type { BenchShop } from '../shop/bench-shop.ts';
import { type Chance, chanceFrom } from '../shop/chance.ts';
import { SHIPPING_ADDRESS } from '../shop/shipping-address.ts';
import { BOOK_ID, idOf } from '../shop/shop-ids.ts';
import { callsTo, RING } from './workload.ts';

const LINES = 5;

/** Orders one copy of one title, by popularity, until it is paid. */
export function placeOrder(shop: BenchShop): RpcCalls {
  return ordersOf(shop, (chance) => [shop.popularity.choose(chance)]);
}

/** Orders one copy of the same title, again and again. */
export function orderOneTitle(shop: BenchShop): RpcCalls {
  return ordersOf(shop, () => [0]);
}

/** Orders one copy each of five titles, by popularity. */
export function orderFiveLines(shop: BenchShop): RpcCalls {
  return ordersOf(shop, (chance) => shop.popularity.chooseDifferent(chance, LINES));
}

/** Orders for whose payment the simulator takes a tenth of a second; the shop may refuse them when it has too many. */
export function orderSlowlyPaid(shop: BenchShop): RpcCalls {
  const orders = ordersOf(shop, (chance) => [shop.popularity.choose(chance)], 'pm_simulator_slow_100');
  return { ...orders, mayBeRefused: true };
}

function ordersOf(shop: BenchShop, books: (chance: Chance) => readonly number[], paymentMethod = 'pm_card_visa') {
  const chance = chanceFrom(6);
  const requests = Array.from({ length: RING }, (): PlaceOrderRequest => ({
    requestId: FRESH_ID,
    lines: books(chance).map((rank) => ({ bookId: idOf(BOOK_ID, rank), quantity: 1 })),
    shippingAddress: SHIPPING_ADDRESS,
    paymentMethod,
    expectedTotal: undefined,
  }));
  return callsTo(shop, {
    service: 'orders',
    serviceName: OrderServiceDefinition.fullName,
    rpc: OrderServiceDefinition.methods.placeOrder,
    requests,
    answer: 'a paid order',
    accessTokens: shop.buyers.map(({ accessToken }) => accessToken),
    // An order that waits for its payment is answered with OK, too.
    checkOneIn: 1,
  });
}
