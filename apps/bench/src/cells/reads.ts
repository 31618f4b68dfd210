import { type Cell, closed } from '../measure/cell.ts';
import { batchGetBooks, checkAvailability, getBookDetails, listBooks } from '../workloads/book-reads.ts';
import { getOrderStatus } from '../workloads/order-reads.ts';
import { type Site, wholeMesh } from './site.ts';

export const READS: readonly Cell<Site>[] = [
  {
    name: 'GetBookDetails',
    floor: 'GetBookDetails by nice-grpc and pg',
    load: closed(64),
    programs: wholeMesh,
    caller: ({ shop }) => getBookDetails(shop),
  },
  {
    name: 'CheckAvailability',
    floor: 'CheckAvailability by nice-grpc and pg',
    load: closed(64),
    programs: wholeMesh,
    caller: ({ shop }) => checkAvailability(shop),
  },
  { name: 'BatchGetBooks', load: closed(64), programs: wholeMesh, caller: ({ shop }) => batchGetBooks(shop) },
  { name: 'ListBooks', load: closed(64), programs: wholeMesh, caller: ({ shop }) => listBooks(shop) },
  { name: 'GetOrderStatus', load: closed(64), programs: wholeMesh, caller: ({ shop }) => getOrderStatus(shop) },
];
