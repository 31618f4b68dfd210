import { withConnection } from '@bookstore/postgres/with-connection';
import { FIRST_PAGE, LATER_PAGE, LINES_OF_ORDERS } from '../floors/order-page-statements.ts';
import type { PreparedReads } from '../floors/prepared-reads.ts';
import { type Cell, closed } from '../measure/cell.ts';
import { readersOf } from '../shop/readers.ts';
import {
  BEFORE_HUNDREDTH,
  FIRST_PAGE_READERS,
  firstPage,
  HUNDREDTH_PAGE_READERS,
  hundredthPage,
} from '../workloads/order-reads.ts';
import { databaseOf, postgresAlone, type Site, wholeMesh } from './site.ts';

const PAGE = 20;

export const ORDER_HISTORIES: readonly Cell<Site>[] = [
  { name: 'first page by plain pg', load: closed(8), programs: postgresAlone, caller: firstPageStatements },
  {
    name: 'GetOrderHistory, first page',
    floor: 'first page by plain pg',
    load: closed(8),
    programs: wholeMesh,
    caller: ({ shop }) => firstPage(shop),
  },
  { name: 'hundredth page by plain pg', load: closed(8), programs: postgresAlone, caller: hundredthPageStatements },
  {
    name: 'GetOrderHistory, hundredth page',
    floor: 'hundredth page by plain pg',
    load: closed(8),
    programs: wholeMesh,
    caller: ({ shop }) => hundredthPage(shop),
  },
];

function firstPageStatements(site: Site): PreparedReads {
  const values = readersOf(site.shop, FIRST_PAGE_READERS).map((userId) => [userId, PAGE + 1]);
  return { ...ordersOf(site), read: FIRST_PAGE, values };
}

async function hundredthPageStatements(site: Site): Promise<PreparedReads> {
  return withConnection(databaseOf(site, 'orders'), async (client) => {
    const values: unknown[][] = [];
    for (const userId of readersOf(site.shop, HUNDREDTH_PAGE_READERS)) {
      const { rows } = await client.query<{ create_time: Date; order_id: string }>(LAST_BEFORE, [userId]);
      values.push([userId, PAGE + 1, rows[0]?.create_time, rows[0]?.order_id]);
    }
    return { ...ordersOf(site), read: LATER_PAGE, values };
  });
}

const LAST_BEFORE = `
  SELECT create_time, order_id FROM orders WHERE user_id = $1
  ORDER BY create_time DESC, order_id DESC OFFSET ${BEFORE_HUNDREDTH - 1} LIMIT 1`;

function ordersOf(site: Site) {
  return { kind: 'prepared reads', databaseUrl: databaseOf(site, 'orders'), follow: LINES_OF_ORDERS } as const;
}
