import { SHIPPING_ADDRESS } from '../shop/shipping-address.ts';
import { BOOK_ID, ORDER_ID, sqlIdOf, USER_ID } from '../shop/shop-ids.ts';
import { priceSql, soldAt } from './catalogue-sql.ts';
import type { Rows } from './rows.ts';
import { buyersOf, type ShopSize } from './shop-size.ts';

// Orders of one line each, paid, and told to inventory, as PlaceOrder and the relay leave them.
// Order k is of book k, then from the first book on; buyers order in turn.

/** What fills an empty orders; the first buyers are those whose ids are given. */
export function ordersRows(size: ShopSize, titles: number, buyerIds: readonly string[]): readonly Rows[] {
  const { books, orders } = size;
  const price = priceSql(`(k % ${books})`);
  const order = sqlIdOf(ORDER_ID, 'k');
  const buyer = (u: string) => `coalesce(('{${buyerIds.join(',')}}'::uuid[])[${u} + 1], ${sqlIdOf(USER_ID, u)})`;
  const each = `FROM generate_series(0, ${orders - 1}) AS k`;
  return [
    {
      tables: ['buyers', 'orders', 'refunds', 'buyer_notices'],
      statements: [
        `INSERT INTO buyers (user_id) SELECT ${buyer('u')} FROM generate_series(0, ${buyersOf(size) - 1}) AS u`,
        `INSERT INTO orders (order_id, user_id, request_id, content_hash, status, currency_code, total_minor_units,
           captured_minor_units, shipping_address, payment_intent_id, pay_by, stock_outcome, version, create_time,
           update_time)
         SELECT ${order}, ${buyer(`(k % ${buyersOf(size)})`)}, ${sqlIdOf('bench-request-', 'k')}, repeat('x', 43), 'PAID',
           'USD', ${price}, ${price}, '${ADDRESS}', 'pi_bench_' || k, ${soldAt(orders)} + interval '30 minutes',
           'COMMIT', 2, ${soldAt(orders)}, ${soldAt(orders)}
         ${each}`,
      ],
    },
    {
      tables: ['order_lines', 'order_status_changes', 'order_versions'],
      statements: [
        `INSERT INTO order_lines (order_id, position, book_id, title, isbn, quantity, unit_price_minor_units)
         SELECT ${order}, 0, ${sqlIdOf(BOOK_ID, `(k % ${books})`)}, t.title, '', 1, ${price}
         ${each} JOIN bench_titles AS t ON t.rank = k % ${books} % ${titles}`,
        `INSERT INTO order_status_changes (order_id, version, status, actor, create_time)
         SELECT ${order}, version, status, 'SYSTEM', ${soldAt(orders)}
         ${each}, (VALUES (1, 'AWAITING_PAYMENT'::order_status), (2, 'PAID')) AS change (version, status)`,
        `INSERT INTO order_versions (order_id, version, status, captured_minor_units, refunded_minor_units, update_time)
         SELECT ${order}, 1, 'AWAITING_PAYMENT', 0, 0, ${soldAt(orders)} ${each}`,
      ],
    },
  ];
}

const ADDRESS = JSON.stringify(SHIPPING_ADDRESS);
