import { InventoryServiceDefinition, SearchBooksRequest } from '@bookstore/contracts/inventory/v1/inventory_service';
import type { AnswerName } from '../driver/answers.ts';
import type { RpcCalls } from '../driver/rpc-calls.ts';
import type { BenchShop } from '../shop/bench-shop.ts';
import { misspeltQueries, twoWordQueries } from './query-words.ts';
import { callsTo } from './workload.ts';

/** Searches for two words of a title, and takes the first page of twenty. */
export function searchBooks(shop: BenchShop): RpcCalls {
  return searchFor(shop, twoWordQueries(shop), 'found books');
}

/** The same with a slip in a word, which the service mends. */
export function searchMisspelt(shop: BenchShop): RpcCalls {
  // Now and then a slip makes another word of the catalogue, and nothing has to be mended.
  return searchFor(shop, misspeltQueries(shop), 'anything');
}

function searchFor(shop: BenchShop, queries: readonly string[], answer: AnswerName): RpcCalls {
  const { methods, fullName } = InventoryServiceDefinition;
  const requests = queries.map((query) => SearchBooksRequest.fromPartial({ query }));
  return callsTo(shop, {
    service: 'inventory',
    serviceName: fullName,
    rpc: methods.searchBooks,
    requests,
    answer,
  });
}
