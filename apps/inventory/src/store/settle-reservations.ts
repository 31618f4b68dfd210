import type { Outcome, Reservation, ReservationResult, ReservationState } from '../domain/reservation.ts';
import { decideOutcomes, type OutcomeEntry } from '../domain/settle.ts';
import type { StockLedger } from '../domain/stock-ledger.ts';
import { LostRace, type Transaction } from './database.ts';
import { findReservations } from './reservation-rows.ts';
import { lockStock, writeStock } from './stock-rows.ts';

/** Ends a batch of holds one way. */
export async function settleReservations(
  transaction: Transaction,
  outcome: Outcome,
  entries: readonly OutcomeEntry[],
): Promise<readonly ReservationResult[]> {
  const orderIds = entries.map(({ orderId }) => orderId);
  const { reservations, ledger } = await lockReservations(transaction, orderIds);
  const { results, ended, tombstones } = decideOutcomes(outcome, entries, reservations, ledger);
  await writeStock(transaction, ledger);
  await endReservations(transaction, outcome, ended);
  await insertTombstones(transaction, tombstones);
  return results;
}

/**
 * Locks the reservations of orders and the stock of their lines. Which copies a reservation holds
 * never changes, so it is read before the locks; a reservation that appeared in between is a race
 * that was lost.
 */
export async function lockReservations(
  transaction: Transaction,
  orderIds: readonly string[],
): Promise<{ readonly reservations: ReadonlyMap<string, Reservation>; readonly ledger: StockLedger }> {
  const seen = await findReservations(transaction, orderIds);
  const bookIds = [...seen.values()].flatMap(({ lines }) => lines.map(({ bookId }) => bookId));
  const ledger = await lockStock(transaction, bookIds);
  const locked = await transaction.$queryRaw<{ orderId: string; state: ReservationState; orderVersion: bigint }[]>`
    SELECT order_id AS "orderId", state, order_version AS "orderVersion" FROM reservations
    WHERE order_id = ANY (${[...new Set(orderIds)]}::uuid[]) ORDER BY order_id FOR NO KEY UPDATE`;
  const current = locked.map(({ orderId, ...state }): [string, Reservation] => {
    const reservation = seen.get(orderId);
    if (!reservation) throw new LostRace();
    return [orderId, { ...reservation, ...state }];
  });
  return { reservations: new Map(current), ledger };
}

async function endReservations(
  transaction: Transaction,
  outcome: Outcome,
  ended: readonly OutcomeEntry[],
): Promise<void> {
  if (ended.length === 0) return;
  await transaction.$executeRaw`
    UPDATE reservations SET state = ${outcome}, order_version = ended.order_version
    FROM unnest(
      ${ended.map(({ orderId }) => orderId)}::uuid[], ${ended.map(({ orderVersion }) => orderVersion)}::bigint[]
    ) AS ended (order_id, order_version)
    WHERE reservations.order_id = ended.order_id`;
}

async function insertTombstones(transaction: Transaction, tombstones: readonly OutcomeEntry[]): Promise<void> {
  if (tombstones.length === 0) return;
  const inserted = await transaction.$executeRaw`
    INSERT INTO reservations (order_id, state, due_at, order_version)
    SELECT order_id, 'RELEASED', now(), order_version
    FROM unnest(
      ${tombstones.map(({ orderId }) => orderId)}::uuid[],
      ${tombstones.map(({ orderVersion }) => orderVersion)}::bigint[]
    ) AS tombstone (order_id, order_version)
    ORDER BY order_id
    ON CONFLICT DO NOTHING`;
  if (inserted < tombstones.length) throw new LostRace();
}
