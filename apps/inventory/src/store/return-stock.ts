import type { ReservationResult } from '../domain/reservation.ts';
import type { StockLedger } from '../domain/stock-ledger.ts';
import { decideReturns, type KnownReturn, type NewReturn, type ReturnEntry } from '../domain/take-back.ts';
import { LostRace, type Transaction } from './database.ts';
import { findReservations } from './reservation-rows.ts';
import { lockStock, writeStock } from './stock-rows.ts';

/** Puts the copies of a batch of returns back. */
export async function returnStock(
  transaction: Transaction,
  entries: readonly ReturnEntry[],
): Promise<readonly ReservationResult[]> {
  const orderIds = entries.map(({ orderId }) => orderId);
  const ledger = await lockReservations(transaction, orderIds);
  // Under the locks: how many copies of a line have come back does change.
  const reservations = await findReservations(transaction, orderIds);
  const { results, returns } = decideReturns(entries, reservations, await findReturns(transaction, entries), ledger);
  await writeStock(transaction, ledger);
  await writeReturns(transaction, returns);
  return results;
}

/**
 * Locks the reservations of orders and the stock of their lines. Which copies a reservation holds
 * never changes, so it is read before the locks; a reservation that appeared in between is a race
 * that was lost.
 */
async function lockReservations(transaction: Transaction, orderIds: readonly string[]): Promise<StockLedger> {
  const seen = await findReservations(transaction, orderIds);
  const bookIds = [...seen.values()].flatMap(({ lines }) => lines.map(({ bookId }) => bookId));
  const ledger = await lockStock(transaction, bookIds);
  const locked = await transaction.$queryRaw<{ orderId: string }[]>`
    SELECT order_id AS "orderId" FROM reservations
    WHERE order_id = ANY (${[...new Set(orderIds)]}::uuid[]) ORDER BY order_id FOR NO KEY UPDATE`;
  if (locked.some(({ orderId }) => !seen.has(orderId))) throw new LostRace();
  return ledger;
}

async function findReturns(
  transaction: Transaction,
  entries: readonly ReturnEntry[],
): Promise<ReadonlyMap<string, KnownReturn>> {
  const rows = await transaction.return.findMany({
    where: { returnId: { in: entries.map(({ returnId }) => returnId) } },
  });
  return new Map(rows.map((row) => [row.returnId, row]));
}

async function writeReturns(transaction: Transaction, returns: readonly NewReturn[]): Promise<void> {
  if (returns.length === 0) return;
  const { count } = await transaction.return.createMany({
    data: returns.map(({ returnId, orderId, content }) => ({ returnId, orderId, content })),
    skipDuplicates: true,
  });
  // The same return id came in for another order since we looked.
  if (count < returns.length) throw new LostRace();
  await countReturned(transaction, returns);
  await transaction.$executeRaw`
    UPDATE reservations SET order_version = greatest(reservations.order_version, returned.order_version)
    FROM (
      SELECT order_id, max(order_version) AS order_version
      FROM unnest(
        ${returns.map(({ orderId }) => orderId)}::uuid[], ${returns.map(({ orderVersion }) => orderVersion)}::bigint[]
      ) AS entry (order_id, order_version)
      GROUP BY order_id
    ) AS returned
    WHERE reservations.order_id = returned.order_id`;
}

async function countReturned(transaction: Transaction, returns: readonly NewReturn[]): Promise<void> {
  const lines = returns.flatMap(({ orderId, lines }) => lines.map((line) => ({ ...line, orderId })));
  await transaction.$executeRaw`
    UPDATE reservation_lines AS line SET returned = line.returned + back.quantity
    FROM (
      SELECT order_id, book_id, sum(quantity)::bigint AS quantity
      FROM unnest(
        ${lines.map(({ orderId }) => orderId)}::uuid[], ${lines.map(({ bookId }) => bookId)}::uuid[],
        ${lines.map(({ quantity }) => quantity)}::bigint[]
      ) AS entry (order_id, book_id, quantity)
      GROUP BY order_id, book_id
    ) AS back
    WHERE line.order_id = back.order_id AND line.book_id = back.book_id`;
}
