/** How much a shop has before anything is measured. */
export interface ShopSize {
  readonly books: number;
  /** Sold and told to everybody, of long ago. */
  readonly orders: number;
}

/** So many orders has everybody who ordered; a hundred pages of them can be turned. */
export const ORDERS_OF_A_BUYER = 2_500;

export function buyersOf({ orders }: ShopSize): number {
  return Math.ceil(orders / ORDERS_OF_A_BUYER);
}
