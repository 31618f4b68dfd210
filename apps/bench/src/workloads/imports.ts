import { ImportBooksRequest, InventoryServiceDefinition } from '@bookstore/contracts/inventory/v1/inventory_service';
import { FRESH_ID } from '../driver/message-ring.ts';
import type { RpcCalls } from '../driver/rpc-calls.ts';
import type { BenchShop } from '../shop/bench-shop.ts';
import { callsTo } from './workload.ts';

const BATCHES = 4;
const ROWS_IN_A_BATCH = 250;

/** Rows in one call. */
export const IMPORTED_ROWS = BATCHES * ROWS_IN_A_BATCH;

/** Imports the list of a supplier of whom nothing was known before: every row is a new book. */
export function importBooks(shop: BenchShop): RpcCalls {
  const header = { part: { $case: 'header', value: { source: `bench ${FRESH_ID}` } } } as const;
  const batches = Array.from({ length: BATCHES }, (_, batch) => {
    const rows = Array.from({ length: ROWS_IN_A_BATCH }, (__, index) => rowOf(shop, batch * ROWS_IN_A_BATCH + index));
    return { part: { $case: 'batch', value: { rows } } } as const;
  });
  return callsTo(shop, {
    service: 'inventory',
    serviceName: InventoryServiceDefinition.fullName,
    rpc: InventoryServiceDefinition.methods.importBooks,
    requests: [[header, ...batches].map((part) => ImportBooksRequest.fromPartial(part))],
    answer: 'all rows added',
    accessTokens: [shop.staff.accessToken],
    checkOneIn: 1,
  });
}

function rowOf({ titles }: BenchShop, index: number) {
  const { title = 'A Book', authors = [], publishedYear, language = '' } = titles[index % titles.length] ?? {};
  return {
    line: BigInt(index + 1),
    initialStock: 10n,
    book: {
      title: title.slice(0, 500),
      authors: authors.filter((author) => author !== ''),
      publishedYear,
      language: /^[a-z]{2,3}$/.test(language) ? language : 'en',
      subjects: ['Fiction'],
      description: `For whoever likes ${title}.`,
      price: { currencyCode: 'USD', minorUnits: 1_299n },
      sourceKey: String(index),
    },
  };
}
