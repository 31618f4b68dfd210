import { BARE_READS, ECHOES } from '../cells/call-floors.ts';
import { GROWN } from '../cells/grown.ts';
import { IMPORTS } from '../cells/imports.ts';
import { ORDER_HISTORIES } from '../cells/order-histories.ts';
import { CAP, ORDERS, OVERLOADS, SIMULATOR_ORDERS } from '../cells/orders.ts';
import { READS } from '../cells/reads.ts';
import { SEARCHES } from '../cells/searches.ts';
import { SIGN_INS } from '../cells/sign-ins.ts';
import type { ShopSize } from '../filling/shop-size.ts';
import { openNewShop, type Settings } from '../shop/bench-shop.ts';
import { openGrownShop } from '../shop/grown-shop.ts';
import type { Title } from '../shop/title.ts';
import type { Stage } from './stage.ts';

/** So many sign-ins come from one place that a shop would take them for an attack. */
const UNLIMITED = '1000000';
const USERS = {
  LOGIN_LIMIT_PER_ACCOUNT_AND_SOURCE: UNLIMITED,
  LOGIN_LIMIT_PER_ACCOUNT: UNLIMITED,
  LOGIN_LIMIT_PER_SOURCE: UNLIMITED,
  CREATE_USER_LIMIT_PER_SOURCE: UNLIMITED,
  // Tokens outlast the run: to renew them is not what is measured.
  ACCESS_TOKEN_TTL_S: '3600',
};

/** A payment company that answers at once, in the process: what is measured is the shop. */
export const INSTANT_PAYMENTS: Settings = { users: USERS, orders: { PAYMENTS: 'instant' } };
export const SIMULATED_PAYMENTS: Settings = { users: USERS };
const FEW_AT_ONCE: Settings = { users: USERS, orders: { MAX_RUNNING_WRITES: String(CAP) } };

export interface StageOptions {
  readonly size: ShopSize;
  /** None, and nothing is measured in a large shop. */
  readonly grown: ShopSize | undefined;
  /** Folder of large shops that are kept. */
  readonly cache: string;
  readonly titles: readonly Title[];
  readonly onProgress: (what: string) => void;
}

/** All that is measured, stage by stage; within one, each floor before what is held against it. */
export function stagesOf({ size, grown, cache, titles, onProgress }: StageOptions): readonly Stage[] {
  const newShop = (settings: Settings) => () => openNewShop({ size, titles, settings, onProgress });
  const stages: readonly Stage[] = [
    {
      name: 'a shop',
      cells: [...ECHOES, ...BARE_READS, ...READS, ...SEARCHES, ...ORDER_HISTORIES, ...SIGN_INS, ...ORDERS],
      openShop: newShop(INSTANT_PAYMENTS),
    },
    {
      name: 'a shop with the payment simulator',
      cells: [...SIMULATOR_ORDERS, ...IMPORTS],
      openShop: newShop(SIMULATED_PAYMENTS),
    },
    { name: 'a shop of few orders at once', cells: OVERLOADS, openShop: newShop(FEW_AT_ONCE) },
  ];
  if (grown === undefined) return stages;
  const settings = INSTANT_PAYMENTS;
  const openShop = () => openGrownShop(cache, { size: grown, titles, settings, onProgress });
  return [...stages, { name: 'a large shop', cells: GROWN, openShop }];
}
