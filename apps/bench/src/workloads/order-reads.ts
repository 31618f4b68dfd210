import {
  GetOrderHistoryRequest,
  GetOrderHistoryResponse,
  type GetOrderStatusRequest,
  OrderServiceDefinition,
} from '@bookstore/contracts/orders/v1/order_service';
import { ordersOf } from '../filling/shop-size.ts';
import { oneAnswer, type RpcCalls } from '../driver/rpc-calls.ts';
import type { BenchShop } from '../shop/bench-shop.ts';
import type { Buyer } from '../shop/buyers.ts';
import { ORDER_ID, idOf } from '../shop/shop-ids.ts';
import { callsTo, RING } from './workload.ts';

const { methods, fullName } = OrderServiceDefinition;
const ORDERS = { service: 'orders', serviceName: fullName } as const;

/** Of these buyers every shop of 10,000 orders has a hundred pages and more. */
const READERS = 4;
const HUNDREDTH = 99;

export function readersOf({ buyers }: BenchShop): readonly Buyer[] {
  return buyers.slice(0, READERS);
}

/** Reads where an order stands, of all orders of those buyers in turn. */
export function getOrderStatus(shop: BenchShop): RpcCalls {
  const readers = readersOf(shop);
  const numbers = readers.map((_, index) => ordersOf(shop.size, index));
  const requests = Array.from({ length: RING }, (_, index): GetOrderStatusRequest => {
    const own = numbers[index % readers.length] ?? [];
    return { orderId: idOf(ORDER_ID, own[Math.floor(index / readers.length) % own.length] ?? 0) };
  });
  const accessTokens = tokensOf(readers);
  return callsTo(shop, {
    ...ORDERS,
    rpc: methods.getOrderStatus,
    requests,
    answer: 'the status of a paid order',
    accessTokens,
  });
}

/** Reads the newest twenty orders of a buyer. */
export function firstPage(shop: BenchShop): RpcCalls {
  return pages(
    shop,
    readersOf(shop),
    readersOf(shop).map(() => ''),
  );
}

/** Reads orders 1,981 to 2,000 of a buyer, as one who has turned the pages up to there. */
export async function hundredthPage(shop: BenchShop): Promise<RpcCalls> {
  const readers = readersOf(shop);
  return pages(shop, readers, await Promise.all(readers.map((reader) => turnPages(shop, reader))));
}

async function turnPages(shop: BenchShop, reader: Buyer): Promise<string> {
  let pageToken = '';
  for (let page = 0; page < HUNDREDTH; page += 1) {
    const answer = await oneAnswer(pages(shop, [reader], [pageToken]));
    pageToken = GetOrderHistoryResponse.decode(answer).nextPageToken;
    if (pageToken === '') throw new Error(`${reader.email} has no page ${page + 2}`);
  }
  return pageToken;
}

function pages(shop: BenchShop, readers: readonly Buyer[], pageTokens: readonly string[]): RpcCalls {
  const requests = pageTokens.map((pageToken) => GetOrderHistoryRequest.fromPartial({ pageToken }));
  const accessTokens = tokensOf(readers);
  return callsTo(shop, { ...ORDERS, rpc: methods.getOrderHistory, requests, answer: 'a page of orders', accessTokens });
}

function tokensOf(readers: readonly Buyer[]): readonly string[] {
  return readers.map(({ accessToken }) => accessToken);
}
