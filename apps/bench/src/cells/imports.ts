import { type Cell, closed } from '../measure/cell.ts';
import { IMPORTED_ROWS, importBooks } from '../workloads/imports.ts';
import { type Site, wholeMesh } from './site.ts';

export const IMPORTS: readonly Cell<Site>[] = [
  {
    name: 'ImportBooks',
    counts: { unit: 'rows', perCall: IMPORTED_ROWS },
    load: closed(1),
    programs: wholeMesh,
    caller: ({ shop }) => importBooks(shop),
  },
];
