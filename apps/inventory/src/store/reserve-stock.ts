import { decideReservations, type NewHold, type OfferedBook, type ReserveEntry } from '../domain/reserve.ts';
import type { Reservation } from '../domain/reservation.ts';
import type { ReserveResult } from '../domain/reservation-repository.ts';
import { LostRace, type Transaction } from './database.ts';
import { findReservations } from './reservation-rows.ts';
import { lockStock, writeStock } from './stock-rows.ts';

/**
 * Holds copies for a batch of orders in a handful of statements, however many lines it has: lock
 * the stock, read the catalogue and what the orders hold already, decide, write. The reading
 * comes after the locks, so that a repeat finds the hold that the first try has just made.
 */
export async function reserveStock(
  transaction: Transaction,
  entries: readonly ReserveEntry[],
): Promise<readonly ReserveResult[]> {
  const bookIds = entries.flatMap(({ lines }) => lines.map(({ bookId }) => bookId));
  const ledger = await lockStock(transaction, bookIds);
  const offers = await findOffers(transaction, bookIds);
  const known = await findReservations(
    transaction,
    entries.map(({ orderId }) => orderId),
  );
  const { decisions, holds } = decideReservations(entries, offers, known, ledger);
  await writeStock(transaction, ledger);
  const reservations = new Map([...known, ...(await writeHolds(transaction, holds))]);
  return decisions.map((decision): ReserveResult => {
    const { orderId } = decision;
    if (decision.kind === 'refused') return { orderId, refusal: decision.refusal };
    const reservation = reservations.get(orderId);
    if (!reservation) throw new Error(`the reservation of order ${orderId} was not written`);
    return { orderId, reservation };
  });
}

async function findOffers(
  transaction: Transaction,
  bookIds: readonly string[],
): Promise<ReadonlyMap<string, OfferedBook>> {
  const rows = await transaction.$queryRaw<OfferRow[]>`
    SELECT id, title, isbn, price_minor_units AS "priceMinorUnits", currency_code AS "currencyCode", status
    FROM books WHERE id = ANY (${[...new Set(bookIds)]}::uuid[])`;
  return new Map(
    rows.map(({ id, title, isbn, priceMinorUnits, currencyCode, status }) => [
      id,
      { bookId: id, title, isbn: isbn ?? undefined, price: { currencyCode, minorUnits: priceMinorUnits }, status },
    ]),
  );
}

interface OfferRow {
  readonly id: string;
  readonly title: string;
  readonly isbn: string | null;
  readonly priceMinorUnits: bigint;
  readonly currencyCode: string;
  readonly status: OfferedBook['status'];
}

async function writeHolds(
  transaction: Transaction,
  holds: readonly NewHold[],
): Promise<ReadonlyMap<string, Reservation>> {
  if (holds.length === 0) return new Map();
  const rows = await insertReservations(transaction, holds);
  // Another transaction made or released one of these orders' holds since we looked.
  if (rows.length < holds.length) throw new LostRace();
  await insertLines(transaction, holds);
  const written = new Map(rows.map((row) => [row.orderId, row]));
  return new Map(
    holds.flatMap((hold) => {
      const row = written.get(hold.orderId);
      return row ? [[hold.orderId, toReservation(hold, row)]] : [];
    }),
  );
}

type WrittenHold = Pick<Reservation, 'orderId' | 'dueAt' | 'createdAt'>;

function insertReservations(transaction: Transaction, holds: readonly NewHold[]): Promise<WrittenHold[]> {
  return transaction.$queryRaw<WrittenHold[]>`
    INSERT INTO reservations (order_id, state, due_at, order_version)
    SELECT order_id, 'HELD', now() + make_interval(secs => hold_seconds), 0
    FROM unnest(
      ${holds.map(({ orderId }) => orderId)}::uuid[], ${holds.map(({ holdSeconds }) => holdSeconds)}::int[]
    ) AS hold (order_id, hold_seconds)
    ORDER BY order_id
    ON CONFLICT DO NOTHING
    RETURNING order_id AS "orderId", due_at AS "dueAt", created_at AS "createdAt"`;
}

async function insertLines(transaction: Transaction, holds: readonly NewHold[]): Promise<void> {
  const lines = holds.flatMap(({ orderId, lines }) => lines.map((line) => ({ ...line, orderId })));
  await transaction.$executeRaw`
    INSERT INTO reservation_lines
      (order_id, book_id, quantity, unit_price_minor_units, currency_code, title, isbn)
    SELECT * FROM unnest(
      ${lines.map(({ orderId }) => orderId)}::uuid[], ${lines.map(({ bookId }) => bookId)}::uuid[],
      ${lines.map(({ quantity }) => quantity)}::bigint[],
      ${lines.map(({ book }) => book.price.minorUnits)}::bigint[],
      ${lines.map(({ book }) => book.price.currencyCode)}::text[], ${lines.map(({ book }) => book.title)}::text[],
      ${lines.map(({ book }) => book.isbn ?? null)}::text[]
    )`;
}

function toReservation(hold: NewHold, { dueAt, createdAt }: WrittenHold): Reservation {
  return {
    orderId: hold.orderId,
    state: 'HELD',
    orderVersion: 0n,
    dueAt,
    createdAt,
    lines: hold.lines.map(({ bookId, quantity, book }) => ({
      bookId,
      quantity,
      returned: 0n,
      unitPrice: book.price,
      title: book.title,
      isbn: book.isbn,
    })),
  };
}
