import type { Cell } from '../measure/cell.ts';
import { BARE_READS, ECHOES } from './call-floors.ts';
import { ORDER_HISTORIES } from './order-histories.ts';
import { ORDERS, PLACE_ORDER } from './orders.ts';
import { READS } from './reads.ts';
import { SEARCHES } from './searches.ts';
import type { Site } from './site.ts';

/** What else a floor of these is held against stays as it is in a large shop. */
const UNCHANGED = new Set([...ECHOES, ...ORDERS].map(({ name }) => name));

export const inGrownShop = (name: string) => `${name}, grown`;

/** The rows that a large shop may slow down, with their floors there. */
export const GROWN: readonly Cell<Site>[] = [...BARE_READS, ...READS, ...SEARCHES, ...ORDER_HISTORIES, PLACE_ORDER].map(
  (cell) => {
    const { floor } = cell;
    const held = floor === undefined || UNCHANGED.has(floor) ? floor : inGrownShop(floor);
    return { ...cell, name: inGrownShop(cell.name), small: cell.name, ...(held !== undefined && { floor: held }) };
  },
);
