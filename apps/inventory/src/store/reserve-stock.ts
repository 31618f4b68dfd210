import { decideReservations, type NewHold, type OfferedBook, type ReserveEntry } from '../domain/reserve.ts';
import type { Reservation } from '../domain/reservation.ts';
import type { ReserveResult } from '../domain/reservation-repository.ts';
import { type StockLevel, StockLedger } from '../domain/stock-ledger.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';
import { findReservations } from './reservation-rows.ts';
import { giveUpIf, stockUpdate } from './stock-rows.ts';

/**
 * Holds copies for a batch of orders in two statements, however many lines it has: read, decide,
 * write what was decided if it still holds. A batch of which something does not hold any more, for
 * somebody else was faster, is a serialization failure, to be run again whole.
 */
export async function reserveStock(
  database: Database,
  entries: readonly ReserveEntry[],
): Promise<readonly ReserveResult[]> {
  const { offers, ledger, someAreKnown } = await readOffers(database, entries);
  const orderIds = entries.map(({ orderId }) => orderId);
  const known = someAreKnown ? await findReservations(database, orderIds) : new Map<string, Reservation>();
  const { decisions, holds } = decideReservations(entries, offers, known, ledger);
  const reservations = new Map([...known, ...(await writeHolds(database, holds, ledger))]);
  return decisions.map((decision): ReserveResult => {
    const { orderId } = decision;
    if (decision.kind === 'refused') return { orderId, refusal: decision.refusal };
    const reservation = reservations.get(orderId);
    if (!reservation) throw new Error(`the reservation of order ${orderId} was not written`);
    return { orderId, reservation };
  });
}

interface OfferRow extends StockLevel {
  readonly title: string;
  readonly isbn: string | null;
  readonly priceMinorUnits: bigint;
  readonly currencyCode: string;
  readonly status: OfferedBook['status'];
}

/**
 * What the catalogue and the stock say of the books, and whether any of the orders has a reservation, as
 * of one moment: a repeat must not be told that the copies are gone which its first try has just taken.
 */
async function readOffers(database: Database, entries: readonly ReserveEntry[]) {
  const bookIds = new Set(entries.flatMap(({ lines }) => lines.map(({ bookId }) => bookId)));
  const rows = await database.$queryRaw<(OfferRow & { readonly isOffered: boolean; readonly someAreKnown: boolean })[]>`
    SELECT asked.book_id AS "bookId", title, isbn, price_minor_units AS "priceMinorUnits",
      currency_code AS "currencyCode", status, on_hand AS "onHand", reserved, stock.version,
      books.id IS NOT NULL AS "isOffered",
      EXISTS (SELECT FROM reservations WHERE order_id = ANY (${entries.map(({ orderId }) => orderId)}::uuid[]))
        AS "someAreKnown"
    FROM unnest(${[...bookIds]}::uuid[]) AS asked (book_id)
    LEFT JOIN books ON books.id = asked.book_id
    LEFT JOIN stock_levels AS stock ON stock.book_id = asked.book_id`;
  const offered = rows.filter(({ isOffered }) => isOffered);
  return {
    someAreKnown: rows.some(({ someAreKnown }) => someAreKnown),
    offers: new Map(offered.map((row) => [row.bookId, toOffer(row)])),
    ledger: new StockLedger(
      offered.map(({ bookId, onHand, reserved, version }) => ({ bookId, onHand, reserved, version })),
    ),
  };
}

function toOffer({ bookId, title, isbn, priceMinorUnits, currencyCode, status }: OfferRow): OfferedBook {
  return { bookId, title, isbn: isbn ?? undefined, price: { currencyCode, minorUnits: priceMinorUnits }, status };
}

type WrittenHold = Pick<Reservation, 'orderId' | 'dueAt' | 'createdAt'>;

/** A hold that is not written was made, or released, by another transaction since we looked. */
async function writeHolds(
  database: Database,
  holds: readonly NewHold[],
  ledger: StockLedger,
): Promise<ReadonlyMap<string, Reservation>> {
  if (holds.length === 0) return new Map();
  const lines = holds.flatMap(({ orderId, lines }) => lines.map((line) => ({ ...line, orderId })));
  const rows = await database.$queryRaw<WrittenHold[]>`
    WITH ${stockUpdate(ledger)}, hold AS (
      INSERT INTO reservations (order_id, state, due_at, order_version)
      SELECT order_id, 'HELD', now() + make_interval(secs => hold_seconds), 0
      FROM unnest(
        ${holds.map(({ orderId }) => orderId)}::uuid[], ${holds.map(({ holdSeconds }) => holdSeconds)}::int[]
      ) AS wanted (order_id, hold_seconds)
      -- After the stock: locks are taken in one order.
      WHERE (SELECT count(*) FROM stock) > 0
      ORDER BY order_id
      ON CONFLICT DO NOTHING
      RETURNING order_id, due_at, created_at
    ), line AS (
      INSERT INTO reservation_lines
        (order_id, book_id, quantity, unit_price_minor_units, currency_code, title, isbn)
      SELECT wanted.* FROM unnest(
        ${lines.map(({ orderId }) => orderId)}::uuid[], ${lines.map(({ bookId }) => bookId)}::uuid[],
        ${lines.map(({ quantity }) => quantity)}::bigint[],
        ${lines.map(({ book }) => book.price.minorUnits)}::bigint[],
        ${lines.map(({ book }) => book.price.currencyCode)}::text[], ${lines.map(({ book }) => book.title)}::text[],
        ${lines.map(({ book }) => book.isbn ?? null)}::text[]
      ) AS wanted (order_id, book_id, quantity, unit_price_minor_units, currency_code, title, isbn)
      JOIN hold USING (order_id)
    )
    SELECT order_id AS "orderId", due_at AS "dueAt", created_at AS "createdAt"
    FROM ${giveUpIf(ledger, Prisma.sql`(SELECT count(*) FROM hold) < ${holds.length}::bigint`)} LEFT JOIN hold ON true`;
  const written = new Map(rows.map((row) => [row.orderId, row]));
  return new Map(
    holds.flatMap((hold) => {
      const row = written.get(hold.orderId);
      return row ? [[hold.orderId, toReservation(hold, row)]] : [];
    }),
  );
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
