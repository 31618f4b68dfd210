import type { Database } from './database.ts';

/** What placing an order has to know before anything else. */
export interface StandingRow {
  /** Whether an order, or a tombstone, stands under the id. */
  readonly isKnown: boolean;
  /** False once the account was erased. */
  readonly mayOrder: boolean;
}

export interface Placing {
  readonly orderId: string;
  readonly userId: string;
}

/** Looks at ids and buyers of placings, and writes the buyers who order for the first time. */
export async function lookUpStandings(
  database: Database,
  placings: readonly Placing[],
): Promise<readonly StandingRow[]> {
  const [orderIds, userIds] = [placings.map(({ orderId }) => orderId), placings.map(({ userId }) => userId)];
  const rows = await database.$queryRaw<{ isKnown: boolean; isBuyer: boolean; mayOrder: boolean }[]>`
    SELECT orders.order_id IS NOT NULL AS "isKnown", buyers.user_id IS NOT NULL AS "isBuyer",
      buyers.erase_time IS NULL AS "mayOrder"
    FROM unnest(${orderIds}::uuid[], ${userIds}::uuid[]) WITH ORDINALITY AS asked (order_id, user_id, position)
    LEFT JOIN orders USING (order_id)
    LEFT JOIN buyers ON buyers.user_id = asked.user_id
    ORDER BY position`;
  const newBuyers = placings.flatMap(({ userId }, index) => (rows[index]?.isBuyer === true ? [] : [{ userId }]));
  if (newBuyers.length > 0) await database.buyer.createMany({ data: newBuyers, skipDuplicates: true });
  return rows;
}
