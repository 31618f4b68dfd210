import { buyersOf } from '../filling/shop-size.ts';
import type { BenchShop } from './bench-shop.ts';
import { idOf, USER_ID } from './shop-ids.ts';

/** Ids of people who have orders, up to so many, spread over all of them. */
export function readersOf(shop: BenchShop, most: number): readonly string[] {
  const all = buyersOf(shop.size);
  const count = Math.min(all, most);
  return Array.from({ length: count }, (_, index) => {
    const buyer = Math.floor((index * all) / count);
    return shop.buyers[buyer]?.userId ?? idOf(USER_ID, buyer);
  });
}
