import { randomUUID } from 'node:crypto';
import { withConnection } from '@bookstore/postgres/with-connection';
import pg from 'pg';
import type { Caller } from '../driver/caller.ts';
import { chanceFrom } from '../shop/chance.ts';

// The floor of an order: what PostgreSQL has to do for it, and nothing else. Three commits in a row,
// as the order path has them: copies are held (inventory), the order is written (orders), it is paid
// (orders). Tables, indexes and constraints are shaped as those of the services; each commit is one
// prepared statement, which is as cheap as plain `pg` can have it.

const SCHEMA = 'bench_floor';

const TABLES = `
  DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE;
  CREATE SCHEMA ${SCHEMA};
  SET search_path TO ${SCHEMA};
  CREATE TABLE stock_levels (
    book_id uuid PRIMARY KEY, on_hand bigint NOT NULL, reserved bigint NOT NULL, version bigint NOT NULL,
    price_minor_units bigint NOT NULL, title text NOT NULL,
    CHECK (on_hand >= 0), CHECK (reserved >= 0 AND reserved <= on_hand)
  );
  CREATE TABLE reservations (
    order_id uuid PRIMARY KEY, state text NOT NULL, due_at timestamptz(3) NOT NULL, order_version bigint NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  );
  CREATE INDEX ON reservations (due_at, order_id);
  CREATE TABLE reservation_lines (
    order_id uuid NOT NULL REFERENCES reservations, book_id uuid NOT NULL, quantity bigint NOT NULL,
    unit_price_minor_units bigint NOT NULL, currency_code text NOT NULL, title text NOT NULL,
    PRIMARY KEY (order_id, book_id)
  );
  CREATE TABLE orders (
    order_id uuid PRIMARY KEY, user_id uuid NOT NULL, request_id uuid NOT NULL, content_hash text NOT NULL,
    status text NOT NULL, currency_code char(3) NOT NULL, total_minor_units bigint NOT NULL,
    captured_minor_units bigint NOT NULL DEFAULT 0, shipping_address jsonb NOT NULL, payment_intent_id text,
    pay_by timestamptz(3) NOT NULL, stock_due_at timestamptz(3), version bigint NOT NULL DEFAULT 1,
    create_time timestamptz(3) NOT NULL DEFAULT now(), update_time timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (user_id, request_id)
  );
  CREATE INDEX ON orders (user_id, create_time DESC, order_id DESC);
  CREATE INDEX ON orders (create_time DESC, order_id DESC);
  CREATE INDEX ON orders (status, create_time DESC, order_id DESC);
  CREATE TABLE order_lines (
    order_id uuid NOT NULL REFERENCES orders, position smallint NOT NULL, book_id uuid NOT NULL, title text NOT NULL,
    quantity integer NOT NULL, unit_price_minor_units bigint NOT NULL, PRIMARY KEY (order_id, position)
  );
  CREATE TABLE order_status_changes (
    order_id uuid NOT NULL REFERENCES orders, version bigint NOT NULL, status text NOT NULL, actor text NOT NULL,
    create_time timestamptz(3) NOT NULL DEFAULT now(), PRIMARY KEY (order_id, version)
  );`;

const RESERVE = {
  name: 'reserve',
  text: `
    WITH held AS (
      UPDATE ${SCHEMA}.stock_levels SET reserved = reserved + $3, version = version + 1
      WHERE book_id = $2 AND on_hand - reserved >= $3 RETURNING price_minor_units, title
    ), reserved AS (
      INSERT INTO ${SCHEMA}.reservations (order_id, state, due_at, order_version)
      SELECT $1, 'HELD', now() + interval '30 minutes', 0 FROM held
    )
    INSERT INTO ${SCHEMA}.reservation_lines
    SELECT $1, $2, $3, price_minor_units, 'USD', title FROM held RETURNING unit_price_minor_units, title`,
};

const WRITE = {
  name: 'write',
  text: `
    WITH written AS (
      INSERT INTO ${SCHEMA}.orders (order_id, user_id, request_id, content_hash, status, currency_code,
        total_minor_units, shipping_address, payment_intent_id, pay_by)
      VALUES ($1, $2, $3, $4, 'AWAITING_PAYMENT', 'USD', $5, $6, $7, now() + interval '30 minutes')
    ), line AS (
      INSERT INTO ${SCHEMA}.order_lines VALUES ($1, 0, $8, $9, 1, $5)
    )
    INSERT INTO ${SCHEMA}.order_status_changes VALUES ($1, 1, 'AWAITING_PAYMENT', 'SYSTEM')`,
};

const PAY = {
  name: 'pay',
  text: `
    WITH paid AS (
      UPDATE ${SCHEMA}.orders SET status = 'PAID', captured_minor_units = total_minor_units, stock_due_at = now(),
        version = version + 1, update_time = now()
      WHERE order_id = $1 AND version = 1 RETURNING order_id
    )
    INSERT INTO ${SCHEMA}.order_status_changes SELECT order_id, 2, 'PAID', 'SYSTEM' FROM paid`,
};

const address = JSON.stringify({ recipient: 'A Buyer', addressLines: ['1 Bench Street'], locality: 'Bergen' });
const CONTENT_HASH = 'x'.repeat(43);

export interface OrderStatements {
  readonly kind: 'order statements';
  readonly databaseUrl: string;
  readonly books: number;
}

/** Makes the tables in a schema of their own, and opens one connection for each caller. */
export async function openOrderStatements(spec: OrderStatements, atOnce: number): Promise<Caller> {
  const { databaseUrl, books } = spec;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: atOnce, idleTimeoutMillis: 0 });
  const bookIds = Array.from({ length: books }, () => randomUUID());
  const userIds = Array.from({ length: 16 }, () => randomUUID());
  const chance = chanceFrom(6);
  await makeTables(databaseUrl, bookIds);
  return {
    call: () => order(pool, chance.item(userIds), chance.item(bookIds)),
    [Symbol.asyncDispose]: async () => {
      await pool.query(`DROP SCHEMA ${SCHEMA} CASCADE`);
      await pool.end();
    },
  };
}

async function order(pool: pg.Pool, userId: string, bookId: string): Promise<void> {
  const [orderId, requestId] = [randomUUID(), randomUUID()];
  const held = await pool.query<{ unit_price_minor_units: string; title: string }>({
    ...RESERVE,
    values: [orderId, bookId, 1],
  });
  const [line] = held.rows;
  if (line === undefined) throw new Error('nothing was reserved');
  const { unit_price_minor_units: price, title } = line;
  const intentId = `pi_${requestId.replaceAll('-', '')}`;
  const values = [orderId, userId, requestId, CONTENT_HASH, price, address, intentId, bookId, title];
  await pool.query({ ...WRITE, values });
  const { rowCount } = await pool.query({ ...PAY, values: [orderId] });
  if (rowCount !== 1) throw new Error('nothing was paid');
}

async function makeTables(databaseUrl: string, bookIds: readonly string[]): Promise<void> {
  await withConnection(databaseUrl, async (client) => {
    await client.query(TABLES);
    await client.query(
      `INSERT INTO stock_levels SELECT id, 1000000000, 0, 1, 1299, 'The Silent Garden of Lisbon' FROM unnest($1::uuid[]) AS id`,
      [bookIds],
    );
    await client.query('ANALYZE stock_levels');
  });
}
