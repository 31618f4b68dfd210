import type { Mesh, ServiceName } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import type pg from 'pg';
import type { Evidence } from './check/evidence.ts';
import { readLedger } from './read-ledger.ts';

/** Whose rows are read: a bookstore outlives a history, and the rows of the one before do not concern the next. */
export interface Scope {
  readonly userIds: readonly string[];
  readonly bookIds: readonly string[];
  /** Seconds since 1970: payments of before are of others. */
  readonly since: number;
}

type State = Omit<Evidence, 'events'>;

/** Reads how databases and payment company stand. */
export async function readEvidence(mesh: Mesh, scope: Scope): Promise<State> {
  const inventory = await query(mesh, 'inventory', (ask) => readInventory(ask, scope));
  const orderIds = inventory.reservations.map(({ orderId }) => orderId);
  const orders = await query(mesh, 'orders', (ask) => readOrders(ask, scope, orderIds));
  return { ...inventory, ...orders, ...(await readLedger(mesh, scope.since)) };
}

type Ask = <Row>(sql: string, ...values: readonly unknown[]) => Promise<readonly Row[]>;

function query<T>(mesh: Mesh, service: ServiceName, work: (ask: Ask) => Promise<T>): Promise<T> {
  const askBy = (client: pg.Client): Ask => {
    return async <Row>(sql: string, ...values: readonly unknown[]) =>
      (await client.query<Row & pg.QueryResultRow>(sql, [...values])).rows;
  };
  return withConnection(mesh.databaseUrl(service), (client) => work(askBy(client)), 10_000);
}

/** PostgreSQL's bigints come as text; none here is beyond what a number holds. */
async function readInventory(
  ask: Ask,
  { bookIds }: Scope,
): Promise<Pick<State, 'reservations' | 'stock' | 'movements'>> {
  return {
    stock: await ask(
      `SELECT book_id AS "bookId", on_hand::float8 AS "onHand", reserved::float8 AS reserved
       FROM stock_levels WHERE book_id = ANY ($1::uuid[])`,
      bookIds,
    ),
    movements: await ask(
      `SELECT book_id AS "bookId", quantity::float8 AS quantity, on_hand_after::float8 AS "onHandAfter", reason, note,
         order_id AS "orderId"
       FROM stock_movements WHERE book_id = ANY ($1::uuid[]) ORDER BY book_id, stock_version`,
      bookIds,
    ),
    reservations: await ask(
      `SELECT order_id AS "orderId", state,
         json_agg(json_build_object('bookId', book_id, 'quantity', quantity)) AS lines
       FROM reservations JOIN reservation_lines USING (order_id)
       WHERE order_id IN (SELECT order_id FROM reservation_lines WHERE book_id = ANY ($1::uuid[]))
       GROUP BY order_id, state`,
      bookIds,
    ),
  };
}

/** Those of the history's users, and the tombstones of what they never finished. */
async function readOrders(
  ask: Ask,
  { userIds }: Scope,
  orderIds: readonly string[],
): Promise<Pick<State, 'orders' | 'refunds'>> {
  const scope = '(user_id = ANY ($1::uuid[]) OR order_id = ANY ($2::uuid[]))';
  return {
    orders: await ask(
      `SELECT order_id AS "orderId", user_id AS "userId", request_id AS "requestId", status::text,
         version::float8 AS version, total_minor_units::float8 AS total, captured_minor_units::float8 AS captured,
         refunded_minor_units::float8 AS refunded, payment_intent_id AS "paymentIntentId",
         stock_outcome::text AS "stockOutcome", stock_due_at IS NOT NULL AS "isStockDue",
         coalesce((SELECT json_agg(json_build_object('bookId', book_id, 'quantity', quantity,
             'unitPrice', unit_price_minor_units))
           FROM order_lines WHERE order_lines.order_id = orders.order_id), '[]') AS lines
       FROM orders WHERE ${scope}`,
      userIds,
      orderIds,
    ),
    refunds: await ask(
      `SELECT refund_id AS "refundId", order_id AS "orderId", amount_minor_units::float8 AS amount,
         refunds.status::text
       FROM refunds JOIN orders USING (order_id) WHERE ${scope}`,
      userIds,
      orderIds,
    ),
  };
}
