// A page of a buyer's orders, as orders asked PostgreSQL for it on 2026-11-26: the orders, then their lines.

const ORDER_COLUMNS = `
  order_id, user_id, request_id, content_hash, status, currency_code, total_minor_units, captured_minor_units,
  refunded_minor_units, shipping_address, payment_intent_id, next_action, redirect_url, decline_code, carrier,
  tracking_number, ship_time, cancel_reason, pay_by, payment_check_at, stock_outcome, stock_due_at, version,
  create_time, update_time`;

/** $1: user id, $2: how many. */
export const FIRST_PAGE = {
  name: 'first page',
  text: `SELECT ${ORDER_COLUMNS} FROM orders WHERE request_id IS NOT NULL AND user_id = $1
    ORDER BY create_time DESC, order_id DESC LIMIT $2`,
};

/** $1: user id, $2: how many, $3 and $4: time and id of the last order of the page before. */
export const LATER_PAGE = {
  name: 'later page',
  text: `SELECT ${ORDER_COLUMNS} FROM orders WHERE request_id IS NOT NULL AND user_id = $1
      AND create_time <= $3 AND (create_time < $3 OR order_id < $4)
    ORDER BY create_time DESC, order_id DESC LIMIT $2`,
};

/** $1: order ids. */
export const LINES_OF_ORDERS = {
  name: 'lines of orders',
  text: `SELECT order_id, position, book_id, title, isbn, quantity, unit_price_minor_units
    FROM order_lines WHERE order_id = ANY ($1::uuid[]) ORDER BY position`,
  column: 'order_id',
};
