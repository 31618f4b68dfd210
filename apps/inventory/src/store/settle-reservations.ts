import type { Outcome, Reservation, ReservationResult } from '../domain/reservation.ts';
import { decideOutcomes, type OutcomeDecisions, type OutcomeEntry } from '../domain/settle.ts';
import { type StockLevel, StockLedger } from '../domain/stock-ledger.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';
import { RESERVATION_COLUMNS, type ReservationRow, toReservations } from './reservation-rows.ts';
import { giveUpIf, movementInsert, stockUpdate } from './stock-rows.ts';

/** Ends a batch of holds one way: reads, decides, and writes what was decided if it still holds, as a reservation does. */
export async function settleReservations(
  database: Database,
  outcome: Outcome,
  entries: readonly OutcomeEntry[],
): Promise<readonly ReservationResult[]> {
  const { reservations, ledger } = await readReservations(database, entries);
  const decisions = decideOutcomes(outcome, entries, reservations, ledger);
  await writeOutcomes(database, outcome, decisions, ledger);
  return decisions.results;
}

interface StockedRow extends ReservationRow {
  readonly onHand: bigint | null;
  readonly reserved: bigint;
  readonly stockVersion: bigint;
}

async function readReservations(
  database: Database,
  entries: readonly OutcomeEntry[],
): Promise<{ readonly reservations: ReadonlyMap<string, Reservation>; readonly ledger: StockLedger }> {
  const rows = await database.$queryRaw<StockedRow[]>`
    SELECT ${RESERVATION_COLUMNS}, stock.on_hand AS "onHand", stock.reserved, stock.version AS "stockVersion"
    FROM reservations AS r LEFT JOIN reservation_lines AS l USING (order_id)
    LEFT JOIN stock_levels AS stock ON stock.book_id = l.book_id
    WHERE r.order_id = ANY (${[...new Set(entries.map(({ orderId }) => orderId))]}::uuid[])
    ORDER BY r.order_id, l.book_id`;
  const levels = new Map(rows.flatMap(levelOf).map((level) => [level.bookId, level]));
  return {
    reservations: new Map(toReservations(rows).map((reservation) => [reservation.orderId, reservation])),
    ledger: new StockLedger([...levels.values()]),
  };
}

function levelOf({ bookId, onHand, reserved, stockVersion }: StockedRow): StockLevel[] {
  return bookId === null || onHand === null ? [] : [{ bookId, onHand, reserved, version: stockVersion }];
}

/** A hold that is not ended, or an order that is not remembered, was so by another transaction since we looked. */
async function writeOutcomes(
  database: Database,
  outcome: Outcome,
  { ended, tombstones }: OutcomeDecisions,
  ledger: StockLedger,
): Promise<void> {
  if (ended.length + tombstones.length === 0) return;
  const lost = Prisma.sql`(SELECT count(*) FROM settled) < ${ended.length}::bigint
    OR (SELECT count(*) FROM remembered) < ${tombstones.length}::bigint`;
  await database.$executeRaw`
    WITH ${stockUpdate(ledger)}, ${movementInsert(ledger)}, settled AS (
      UPDATE reservations SET state = ${outcome}, order_version = ended.order_version
      FROM ${outcomes(ended)} AS ended (order_id, order_version)
      WHERE reservations.order_id = ended.order_id AND reservations.state = 'HELD'
        -- After the stock: locks are taken in one order.
        AND (SELECT count(*) FROM stock) > 0
      RETURNING reservations.order_id
    ), remembered AS (
      INSERT INTO reservations (order_id, state, due_at, order_version)
      SELECT order_id, 'RELEASED', now(), order_version FROM ${outcomes(tombstones)} AS tombstone (order_id, order_version)
      WHERE (SELECT count(*) FROM settled) >= 0
      ORDER BY order_id
      ON CONFLICT DO NOTHING
      RETURNING order_id
    )
    SELECT FROM ${giveUpIf(ledger, lost)}`;
}

function outcomes(entries: readonly OutcomeEntry[]): Prisma.Sql {
  return Prisma.sql`unnest(
    ${entries.map(({ orderId }) => orderId)}::uuid[], ${entries.map(({ orderVersion }) => orderVersion)}::bigint[])`;
}
