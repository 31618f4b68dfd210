import {
  GetOrderHistoryRequest,
  GetOrderHistoryResponse,
  type GetOrderStatusRequest,
  OrderServiceDefinition,
} from '@bookstore/contracts/orders/v1/order_service';
import { oneAnswer, type RpcCalls } from '../driver/rpc-calls.ts';
import type { BenchShop } from '../shop/bench-shop.ts';
import { chanceFrom } from '../shop/chance.ts';
import { readersOf } from '../shop/readers.ts';
import { ORDER_ID, idOf } from '../shop/shop-ids.ts';
import { callsTo, RING } from './workload.ts';

// Asked by staff, who may read what everybody has ordered: owners would have to sign in first.

const { methods, fullName } = OrderServiceDefinition;
const ORDERS = { service: 'orders', serviceName: fullName } as const;

/** So many first pages are read in turn, of one reader each. */
export const FIRST_PAGE_READERS = 1_024;

/** Fewer, since somebody has to turn the pages. */
export const HUNDREDTH_PAGE_READERS = 32;

/** How many orders come before the hundredth page of twenty. */
export const BEFORE_HUNDREDTH = 1_980;
const MOST_ON_A_PAGE = 100;

/** Reads where an order stands, of all orders alike. */
export function getOrderStatus(shop: BenchShop): RpcCalls {
  const chance = chanceFrom(7);
  const requests = Array.from({ length: RING }, (): GetOrderStatusRequest => ({
    orderId: idOf(ORDER_ID, Math.floor(chance.share() * shop.size.orders)),
  }));
  return callsTo(shop, {
    ...ORDERS,
    rpc: methods.getOrderStatus,
    requests,
    answer: 'the status of a paid order',
    accessTokens: [shop.staff.accessToken],
  });
}

/** Reads the newest twenty orders of somebody. */
export function firstPage(shop: BenchShop): RpcCalls {
  return pages(
    shop,
    readersOf(shop, FIRST_PAGE_READERS).map((userId) => ({ userId })),
  );
}

/** Reads orders 1,981 to 2,000 of somebody, as one who has turned the pages up to there. */
export async function hundredthPage(shop: BenchShop): Promise<RpcCalls> {
  const readers = readersOf(shop, HUNDREDTH_PAGE_READERS);
  return pages(shop, await Promise.all(readers.map((userId) => turnPages(shop, userId))));
}

async function turnPages(shop: BenchShop, userId: string) {
  let pageToken = '';
  for (let before = 0; before < BEFORE_HUNDREDTH; before += MOST_ON_A_PAGE) {
    const pageSize = Math.min(MOST_ON_A_PAGE, BEFORE_HUNDREDTH - before);
    const answer = await oneAnswer(pages(shop, [{ userId, pageSize, pageToken }]));
    pageToken = GetOrderHistoryResponse.decode(answer).nextPageToken;
    if (pageToken === '') throw new Error(`${userId} has no more than ${before + pageSize} orders`);
  }
  return { userId, pageToken };
}

function pages(shop: BenchShop, wanted: readonly Partial<GetOrderHistoryRequest>[]): RpcCalls {
  return callsTo(shop, {
    ...ORDERS,
    rpc: methods.getOrderHistory,
    requests: wanted.map((page) => GetOrderHistoryRequest.fromPartial(page)),
    answer: 'a page of orders',
    accessTokens: [shop.staff.accessToken],
  });
}
