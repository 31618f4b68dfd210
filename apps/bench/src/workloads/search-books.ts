import {
  InventoryServiceDefinition,
  SearchBooksRequest,
  SearchBooksResponse,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import { frame } from '../driver/frame.ts';
import { makeQuery } from '../shop/catalogue.ts';
import { chanceFrom } from '../shop/chance.ts';
import type { Workload } from './workload.ts';

const QUERIES = 200;

/** Searches for two words that stand in titles, and takes the first page of twenty. */
export function searchBooks(): Workload {
  const chance = chanceFrom(3);
  const requests = Array.from({ length: QUERIES }, () =>
    frame(SearchBooksRequest.encode(SearchBooksRequest.fromPartial({ query: makeQuery(chance) })).finish()),
  );
  return {
    name: 'SearchBooks',
    service: 'inventory',
    path: `/${InventoryServiceDefinition.fullName}/SearchBooks`,
    next: () => ({ framed: chance(requests) }),
    check: (answer) => void SearchBooksResponse.decode(answer),
  };
}
