import { type PlacedMovement, type StockLevel, StockLedger } from '../domain/stock-ledger.ts';
import type { Transaction } from './database.ts';

/**
 * Locks the stock of books, always in the order of their ids, so that two transactions never wait
 * for each other; ids that name no book are not in the ledger.
 *
 * Every transaction that locks more than one kind of row takes books first, then stock, then
 * reservations by order id, and new rows last.
 */
export async function lockStock(transaction: Transaction, bookIds: readonly string[]): Promise<StockLedger> {
  const levels = await transaction.$queryRaw<StockLevel[]>`
    SELECT book_id AS "bookId", on_hand AS "onHand", reserved, version FROM stock_levels
    WHERE book_id = ANY (${[...new Set(bookIds)]}::uuid[]) ORDER BY book_id FOR NO KEY UPDATE`;
  return new StockLedger(levels);
}

/** Writes what a ledger took: each level once, and all movements. */
export async function writeStock(transaction: Transaction, ledger: StockLedger): Promise<void> {
  const levels = ledger.changedLevels;
  if (levels.length > 0) {
    await transaction.$executeRaw`
      UPDATE stock_levels AS stock
      SET on_hand = changed.on_hand, reserved = changed.reserved, version = changed.version
      FROM unnest(
        ${levels.map(({ bookId }) => bookId)}::uuid[], ${levels.map(({ onHand }) => onHand)}::bigint[],
        ${levels.map(({ reserved }) => reserved)}::bigint[], ${levels.map(({ version }) => version)}::bigint[]
      ) AS changed (book_id, on_hand, reserved, version)
      WHERE stock.book_id = changed.book_id`;
  }
  await writeMovements(transaction, ledger.movements);
}

async function writeMovements(transaction: Transaction, movements: readonly PlacedMovement[]): Promise<void> {
  if (movements.length === 0) return;
  await transaction.$executeRaw`
    INSERT INTO stock_movements
      (book_id, stock_version, quantity, on_hand_after, reason, note, order_id, return_id, actor_id)
    SELECT * FROM unnest(
      ${movements.map(({ bookId }) => bookId)}::uuid[], ${movements.map(({ stockVersion }) => stockVersion)}::bigint[],
      ${movements.map(({ quantity }) => quantity)}::bigint[],
      ${movements.map(({ onHandAfter }) => onHandAfter)}::bigint[], ${movements.map(({ reason }) => reason)}::text[],
      ${movements.map(({ note }) => note ?? '')}::text[], ${movements.map(({ orderId }) => orderId ?? null)}::uuid[],
      ${movements.map(({ returnId }) => returnId ?? null)}::uuid[],
      ${movements.map(({ actorId }) => actorId ?? null)}::uuid[]
    )`;
}
