import {
  BookOrder,
  type BatchGetBooksRequest,
  type CheckAvailabilityRequest,
  type GetBookDetailsRequest,
  InventoryServiceDefinition,
  ListBooksRequest,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import type { RpcCalls } from '../driver/rpc-calls.ts';
import type { BenchShop } from '../shop/bench-shop.ts';
import { chanceFrom } from '../shop/chance.ts';
import { SUBJECTS } from '../filling/catalogue-sql.ts';
import { BOOK_ID, idOf } from '../shop/shop-ids.ts';
import { callsTo, RING } from './workload.ts';

const { methods, fullName } = InventoryServiceDefinition;
const INVENTORY = { service: 'inventory', serviceName: fullName } as const;

/** Books in one BatchGetBooks, as on a page of a storefront. */
const BATCH = 20;

/** Book ids as readers ask for them. */
export function popularBookIds({ popularity }: BenchShop, seed: number, count = RING): readonly string[] {
  const chance = chanceFrom(seed);
  return Array.from({ length: count }, () => idOf(BOOK_ID, popularity.choose(chance)));
}

/** Reads one book by its id, by popularity. */
export function getBookDetails(shop: BenchShop): RpcCalls {
  const requests = popularBookIds(shop, 2).map((value): GetBookDetailsRequest => ({
    book: { $case: 'bookId', value },
  }));
  return callsTo(shop, { ...INVENTORY, rpc: methods.getBookDetails, requests, answer: 'a book' });
}

/** Asks whether a copy of one book can be had, by popularity. */
export function checkAvailability(shop: BenchShop): RpcCalls {
  const requests = popularBookIds(shop, 3).map((bookId): CheckAvailabilityRequest => ({
    queries: [{ bookId, quantity: 1 }],
  }));
  return callsTo(shop, { ...INVENTORY, rpc: methods.checkAvailability, requests, answer: 'all in stock' });
}

/** Reads twenty books, by popularity. */
export function batchGetBooks(shop: BenchShop): RpcCalls {
  const ids = popularBookIds(shop, 4);
  const requests = ids.map((_, index): BatchGetBooksRequest => ({
    bookIds: [...new Set(Array.from({ length: BATCH }, (__, more) => ids[(index + more) % ids.length] ?? ''))],
  }));
  return callsTo(shop, { ...INVENTORY, rpc: methods.batchGetBooks, requests, answer: 'every book' });
}

/** Lists the first page of fifty, in every order, of all books and of one subject. */
export function listBooks(shop: BenchShop): RpcCalls {
  const orders = [
    BookOrder.TITLE,
    BookOrder.PRICE_ASCENDING,
    BookOrder.PUBLISHED_DESCENDING,
    BookOrder.ADDED_DESCENDING,
  ];
  const filters = [{}, ...SUBJECTS.map((subject) => ({ subject }))];
  const requests = orders.flatMap((orderBy) =>
    filters.map((filter) => ListBooksRequest.fromPartial({ orderBy, filter })),
  );
  return callsTo(shop, { ...INVENTORY, rpc: methods.listBooks, requests, answer: 'a page of books' });
}
