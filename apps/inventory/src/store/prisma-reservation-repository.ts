import { retrying } from '@bookstore/database';
import type { ReservationListQuery, ReservationRepository } from '../domain/reservation-repository.ts';
import type { Reservation } from '../domain/reservation.ts';
import { type Database, inTransaction } from './database.ts';
import { Prisma } from './gen/client.ts';
import { RESERVATION_COLUMNS, type ReservationRow, toReservations } from './reservation-rows.ts';
import { reserveStock } from './reserve-stock.ts';
import { returnStock } from './return-stock.ts';
import { settleReservations } from './settle-reservations.ts';

export function createReservationRepository(database: Database): ReservationRepository {
  return {
    reserve: (entries) => retrying(() => reserveStock(database, entries)),
    settle: (outcome, entries) => retrying(() => settleReservations(database, outcome, entries)),
    takeBack: (entries) => inTransaction(database, (transaction) => returnStock(transaction, entries)),
    list: (query) => listReservations(database, query),
  };
}

async function listReservations(
  database: Database,
  { due, state, after, limit }: ReservationListQuery,
): Promise<readonly Reservation[]> {
  const conditions = [
    due ? Prisma.sql`state = 'HELD' AND due_at <= now()` : Prisma.sql`true`,
    state ? Prisma.sql`state = ${state}` : Prisma.sql`true`,
    after ? Prisma.sql`(due_at, order_id) > (${after.dueAt}::timestamptz, ${after.orderId}::uuid)` : Prisma.sql`true`,
  ];
  const rows = await database.$queryRaw<ReservationRow[]>`
    SELECT ${RESERVATION_COLUMNS}
    FROM (
      SELECT * FROM reservations WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY due_at, order_id LIMIT ${limit}
    ) AS r
    LEFT JOIN reservation_lines AS l USING (order_id)
    ORDER BY r.due_at, r.order_id, l.book_id`;
  return toReservations(rows);
}
