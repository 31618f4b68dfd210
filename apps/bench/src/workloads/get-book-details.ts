import {
  GetBookDetailsRequest,
  GetBookDetailsResponse,
  InventoryServiceDefinition,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import { frame } from '../driver/frame.ts';
import { chanceFrom } from '../shop/chance.ts';
import type { Workload } from './workload.ts';

/** Reads one book by its id, every book as often as the others. */
export function getBookDetails(bookIds: readonly string[]): Workload {
  const chance = chanceFrom(2);
  const requests = bookIds.map((value) =>
    frame(GetBookDetailsRequest.encode({ book: { $case: 'bookId', value } }).finish()),
  );
  return {
    name: 'GetBookDetails',
    service: 'inventory',
    path: `/${InventoryServiceDefinition.fullName}/GetBookDetails`,
    next: () => ({ framed: chance(requests) }),
    check: (answer) => {
      if (GetBookDetailsResponse.decode(answer).book === undefined) throw new Error('no book');
    },
  };
}
