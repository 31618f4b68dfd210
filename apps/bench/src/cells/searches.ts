import type { PreparedReads } from '../floors/prepared-reads.ts';
import { SEARCH } from '../floors/book-statements.ts';
import { type Cell, closed } from '../measure/cell.ts';
import { twoWordQueries } from '../workloads/query-words.ts';
import { searchBooks, searchMisspelt } from '../workloads/searches.ts';
import { databaseOf, postgresAlone, type Site, wholeMesh } from './site.ts';

const PAGE = 20;

export const SEARCHES: readonly Cell<Site>[] = [
  { name: 'search by plain pg', load: closed(8), programs: postgresAlone, caller: searchStatements },
  {
    name: 'SearchBooks',
    floor: 'search by plain pg',
    load: closed(8),
    programs: wholeMesh,
    caller: ({ shop }) => searchBooks(shop),
  },
  { name: 'SearchBooks, slip', load: closed(8), programs: wholeMesh, caller: ({ shop }) => searchMisspelt(shop) },
];

function searchStatements(site: Site): PreparedReads {
  const values = twoWordQueries(site.shop).map((query) => {
    const [first, second] = query.split(' ');
    return [`(${first ?? ''}) & (${second ?? ''}:*)`, query, PAGE + 1];
  });
  return { kind: 'prepared reads', databaseUrl: databaseOf(site, 'inventory'), read: SEARCH, values };
}
