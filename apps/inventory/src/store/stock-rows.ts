import { type PlacedMovement, type StockLevel, StockLedger } from '../domain/stock-ledger.ts';
import type { Transaction } from './database.ts';
import { Prisma } from './gen/client.ts';

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

/** Writes what a ledger of locked stock took: each level once, and all movements. */
export async function writeStock(transaction: Transaction, ledger: StockLedger): Promise<void> {
  if (ledger.changes.length === 0) return;
  await transaction.$executeRaw`WITH ${stockUpdate(ledger)}, ${movementInsert(ledger)} SELECT ${giveUpIf(ledger)}`;
}

/**
 * As parts of a WITH: locks the stock that a ledger changes, in the order of its books, and takes
 * each change to it from where it is now, unless that would break 0 <= reserved <= on hand. So what was
 * decided on stock that was only seen holds if it could be decided now; `stock` then has a row of each book.
 */
export function stockUpdate({ changes }: StockLedger): Prisma.Sql {
  const after = changes.map((change) => change.after);
  const step = (of: (level: StockLevel) => bigint) => changes.map(({ before, after }) => of(after) - of(before));
  return Prisma.sql`
    change AS (
      SELECT * FROM unnest(
        ${after.map(({ bookId }) => bookId)}::uuid[], ${step(({ onHand }) => onHand)}::bigint[],
        ${step(({ reserved }) => reserved)}::bigint[], ${step(({ version }) => version)}::bigint[],
        ${after.map(({ onHand }) => onHand)}::bigint[], ${after.map(({ version }) => version)}::bigint[]
      ) AS change (book_id, on_hand, reserved, version, seen_on_hand, seen_version)
    ), locked AS MATERIALIZED (
      SELECT book_id FROM stock_levels WHERE book_id IN (SELECT book_id FROM change) ORDER BY book_id FOR NO KEY UPDATE
    ), stock AS (
      UPDATE stock_levels AS level SET on_hand = level.on_hand + change.on_hand,
        reserved = level.reserved + change.reserved, version = level.version + change.version
      FROM change JOIN locked USING (book_id)
      WHERE level.book_id = change.book_id
        AND level.reserved + change.reserved BETWEEN 0 AND level.on_hand + change.on_hand
      RETURNING level.book_id, level.on_hand - seen_on_hand AS on_hand_shift, level.version - seen_version AS version_shift
    )`;
}

/** As part of a WITH that follows `stockUpdate`: writes the movements, each at its place. */
export function movementInsert({ movements }: StockLedger): Prisma.Sql {
  const column = <Value>(of: (movement: PlacedMovement) => Value) => movements.map(of);
  return Prisma.sql`
    movement AS (
      INSERT INTO stock_movements
        (book_id, stock_version, quantity, on_hand_after, reason, note, order_id, return_id, actor_id)
      SELECT book_id, stock_version + version_shift, quantity, on_hand_after + on_hand_shift, reason, note, order_id,
        return_id, actor_id
      FROM unnest(
        ${column(({ bookId }) => bookId)}::uuid[], ${column(({ stockVersion }) => stockVersion)}::bigint[],
        ${column(({ quantity }) => quantity)}::bigint[], ${column(({ onHandAfter }) => onHandAfter)}::bigint[],
        ${column(({ reason }) => reason)}::text[], ${column(({ note }) => note ?? '')}::text[],
        ${column(({ orderId }) => orderId ?? null)}::uuid[], ${column(({ returnId }) => returnId ?? null)}::uuid[],
        ${column(({ actorId }) => actorId ?? null)}::uuid[]
      ) AS movement
        (book_id, stock_version, quantity, on_hand_after, reason, note, order_id, return_id, actor_id)
      JOIN stock USING (book_id)
    )`;
}

/** A call that gives the whole statement up, to be run again, when stock does not allow a change any more, or more is lost. */
export function giveUpIf({ changes }: StockLedger, lost: Prisma.Sql = Prisma.sql`false`): Prisma.Sql {
  return Prisma.sql`give_up_if((SELECT count(*) FROM stock) < ${changes.length}::bigint OR ${lost})`;
}
