import { retrying } from '@bookstore/database';
import { OPEN_STATUSES } from '../domain/order-status.ts';
import { ordersOpen } from '../domain/refusals.ts';
import type { Database } from './database.ts';
import type { Prisma } from './gen/client.ts';

/**
 * Takes a user out of all orders and remembers the id; sums and lines stay. The buyer's row is
 * changed first: an order that is being written holds it, so it is either finished and counted
 * below, or finds the erasure. Of a content hash, an address could be guessed, or why
 * staff gave money back.
 * @throws {DomainError} FAILED_PRECONDITION `ORDERS_OPEN`, and then nothing has changed.
 */
export function eraseUser(database: Database, userId: string): Promise<void> {
  return retrying(() => database.$transaction((transaction) => eraseIn(transaction, userId)));
}

async function eraseIn(transaction: Prisma.TransactionClient, userId: string): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO buyers (user_id, erase_time) VALUES (${userId}::uuid, now())
    ON CONFLICT (user_id) DO UPDATE SET erase_time = COALESCE(buyers.erase_time, excluded.erase_time)`;
  const open = await transaction.order.count({ where: { userId, status: { in: [...OPEN_STATUSES] } } });
  if (open > 0) throw ordersOpen(open);
  await transaction.$executeRaw`
    UPDATE refunds SET reason = '', content_hash = NULL
    FROM orders WHERE orders.order_id = refunds.order_id AND user_id = ${userId}::uuid
      AND refunds.content_hash IS NOT NULL`;
  await transaction.$executeRaw`
    UPDATE orders SET user_id = NULL, shipping_address = NULL, content_hash = NULL, cancel_reason = NULL,
      version = version + 1, update_time = now()
    WHERE user_id = ${userId}::uuid`;
}
