import type { Reservation, ReservationState, ReservedLine } from '../domain/reservation.ts';
import { Prisma } from './gen/client.ts';
import type { Transaction } from './database.ts';

/** One line of a reservation, or a reservation without lines. */
export interface ReservationRow {
  readonly orderId: string;
  readonly state: string;
  readonly dueAt: Date;
  readonly orderVersion: bigint;
  readonly createdAt: Date;
  readonly bookId: string | null;
  readonly quantity: bigint;
  readonly returned: bigint;
  readonly unitPriceMinorUnits: bigint;
  readonly currencyCode: string;
  readonly title: string;
  readonly isbn: string | null;
}

/** What reservations are read by, from `reservations AS r` and `reservation_lines AS l`. */
export const RESERVATION_COLUMNS = Prisma.sql`
  r.order_id AS "orderId", r.state, r.due_at AS "dueAt", r.order_version AS "orderVersion",
  r.created_at AS "createdAt", l.book_id AS "bookId", l.quantity, l.returned,
  l.unit_price_minor_units AS "unitPriceMinorUnits", l.currency_code AS "currencyCode", l.title, l.isbn`;

/** The reservations that these orders have. */
export async function findReservations(
  transaction: Transaction,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, Reservation>> {
  const rows = await transaction.$queryRaw<ReservationRow[]>`
    SELECT ${RESERVATION_COLUMNS} FROM reservations AS r LEFT JOIN reservation_lines AS l USING (order_id)
    WHERE r.order_id = ANY (${[...new Set(orderIds)]}::uuid[]) ORDER BY r.order_id, l.book_id`;
  return new Map(toReservations(rows).map((reservation) => [reservation.orderId, reservation]));
}

/** Puts the lines of each reservation together; they follow each other in the rows. */
export function toReservations(rows: readonly ReservationRow[]): readonly Reservation[] {
  return Map.groupBy(rows, ({ orderId }) => orderId)
    .values()
    .flatMap((group) => group.slice(0, 1).map((first) => toReservation(first, group)))
    .toArray();
}

function toReservation(first: ReservationRow, rows: readonly ReservationRow[]): Reservation {
  const { orderId, state, dueAt, orderVersion, createdAt } = first;
  return { orderId, state: state as ReservationState, dueAt, orderVersion, createdAt, lines: rows.flatMap(toLine) };
}

function toLine(row: ReservationRow): ReservedLine[] {
  if (row.bookId === null) return [];
  return [
    {
      bookId: row.bookId,
      quantity: row.quantity,
      returned: row.returned,
      unitPrice: { currencyCode: row.currencyCode, minorUnits: row.unitPriceMinorUnits },
      title: row.title,
      isbn: row.isbn ?? undefined,
    },
  ];
}
