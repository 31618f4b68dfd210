// The doctor finds nothing in a shop that is well, and each of many things done to one behind its back.
import { randomUUID } from 'node:crypto';
import { type Book, type Order, parseMoney } from '@bookstore/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ShopToExamine } from './shop-to-examine.ts';

let shop: ShopToExamine;
let book: Book;
beforeAll(async () => {
  shop = await ShopToExamine.open();
  book = await shop.stock('The Imaginary Invalid');
});
afterAll(() => shop.stop());

describe('the doctor', () => {
  it('finds nothing while orders are paid, shipped, cancelled, refunded, declined and left to expire, nor afterwards', async () => {
    const other = await shop.stock('Knock');
    const [kept, shipped, cancelled] = [
      await shop.buy([book, 1]),
      await shop.buy([book, 2], [other, 1]),
      await shop.buy([book, 3]),
    ];
    await shop.tryToBuy(book, 'pm_card_chargeDeclined');
    const unpaid = await shop.tryToBuy(book, 'pm_card_authenticationRequired');
    const { findings } = await shop.examine();
    await shop.clerk.orders.refund(kept.orderId, { amount: parseMoney('4.00', 'USD') });
    await shop.clerk.orders.ship(shipped.orderId, { carrier: 'DHL', trackingNumber: '1' });
    await shop.shopper.orders.cancel(cancelled.orderId);
    await expect
      .poll(async () => (await shop.shopper.orders.get(unpaid!.orderId)).order.status, { timeout: 30_000 })
      .toBe('EXPIRED');
    expect(kept.status).toBe('PAID');
    expect(findings).toEqual([]);
    await expect.poll(async () => (await shop.examine()).findings, { timeout: 30_000 }).toEqual([]);
    expect(await shop.bookstoreDoctor()).toMatchObject({ code: 0, result: { findings: [] } });
    expect((await shop.examine()).compared).toMatchObject({
      books: 2,
      reservations: 5,
      orders: 5,
      payments: 5,
      refunds: 2,
    });
  });

  describe('finds', () => {
    it('stock that is not the sum of its movements', async () => {
      const { bookId } = await shop.stock('Stock');
      await shop.corrupt('inventory', `UPDATE stock_levels SET on_hand = on_hand + 1 WHERE book_id = '${bookId}'`);
      expect(await shop.newFindings()).toEqual([
        {
          invariant: 'stock',
          kind: 'ON_HAND_DIFFERS',
          ids: { book: bookId },
          expected: 'on hand 100, the sum of its movements',
          found: 'on hand 101',
        },
      ]);
    });

    it('copies that are reserved for nobody', async () => {
      const { bookId } = await shop.stock('Reserved');
      await shop.corrupt('inventory', `UPDATE stock_levels SET reserved = 2 WHERE book_id = '${bookId}'`);
      expect(await kinds()).toEqual(['RESERVED_DIFFERS']);
    });

    it('a movement that was changed afterwards', async () => {
      const { bookId } = await shop.stock('Movement');
      await shop.corrupt('inventory', `UPDATE stock_movements SET on_hand_after = 99 WHERE book_id = '${bookId}'`);
      expect(await kinds()).toEqual(['BALANCE_DIFFERS']);
    });

    it('a paid order whose copies were freed', async () => {
      const { orderId } = await newOrder();
      await shop.corrupt('inventory', `UPDATE reservations SET state = 'RELEASED' WHERE order_id = '${orderId}'`);
      expect(await kinds()).toEqual(['RESERVATION_DIFFERS', 'SALE_DIFFERS']);
    });

    it('a line that was changed after it was held', async () => {
      const { orderId } = await newOrder();
      await shop.corrupt('orders', `UPDATE order_lines SET quantity = 2 WHERE order_id = '${orderId}'`);
      expect(await kinds()).toEqual(['LINES_DIFFER', 'TOTAL_DIFFERS']);
    });

    it('an order that is paid in part, and not what the payment company took', async () => {
      const { orderId } = await newOrder();
      await shop.corrupt(
        'orders',
        'ALTER TABLE orders DROP CONSTRAINT orders_paid_in_full',
        `UPDATE orders SET captured_minor_units = 999 WHERE order_id = '${orderId}'`,
      );
      expect(await kinds()).toEqual(['CAPTURE_DIFFERS', 'NOT_PAID_IN_FULL']);
    });

    it('a refund that was never made', async () => {
      const { orderId } = await newOrder();
      await shop.corrupt(
        'orders',
        `INSERT INTO refunds (refund_id, order_id, amount_minor_units, status, reason, create_time)
         VALUES ('${randomUUID()}', '${orderId}', 400, 'DONE', 'none', now())`,
        `UPDATE orders SET refunded_minor_units = 400 WHERE order_id = '${orderId}'`,
      );
      expect(await kinds()).toEqual(['REFUND_DIFFERS']);
    });

    it('an order that is gone, with its copies sold and its money taken', async () => {
      const { orderId } = await newOrder();
      await shop.query(
        'orders',
        `DO $$
         DECLARE part RECORD;
         BEGIN
           FOR part IN SELECT conrelid::regclass AS name FROM pg_constraint WHERE confrelid = 'orders'::regclass LOOP
             EXECUTE format('DELETE FROM %s WHERE order_id = %L', part.name, '${orderId}');
           END LOOP;
         END $$`,
      );
      await shop.corrupt('orders', `DELETE FROM orders WHERE order_id = '${orderId}'`);
      expect(await kinds()).toEqual(['CHARGE_WITHOUT_ORDER', 'SALE_WITHOUT_ORDER']);
    });

    it('an order without copies', async () => {
      const { orderId } = await newOrder();
      const tables = ['reservation_lines', 'reservations', 'stock_movements'];
      const where = `WHERE order_id = '${orderId}'`;
      await shop.corrupt('inventory', ...tables.map((table) => `DELETE FROM ${table} ${where}`));
      expect(await kinds()).toEqual(['ON_HAND_DIFFERS', 'RESERVATION_MISSING']);
    });

    it('two orders of one request', async () => {
      const { orderId } = await newOrder();
      await shop.corrupt(
        'orders',
        'DROP INDEX orders_user_id_request_id_key',
        'CREATE TEMP TABLE copy AS SELECT * FROM orders WHERE false',
        `INSERT INTO copy SELECT * FROM orders WHERE order_id = '${orderId}'`,
        `UPDATE copy SET order_id = '${randomUUID()}'`,
        'INSERT INTO orders SELECT * FROM copy',
      );
      expect(await kinds()).toEqual(
        expect.arrayContaining(['PAYMENT_SHARED', 'REQUEST_REPEATED', 'RESERVATION_MISSING']),
      );
    });

    it('an outcome that inventory is never told', async () => {
      const { orderId } = await newOrder();
      await shop.corrupt('orders', `UPDATE orders SET stock_due_at = 'infinity' WHERE order_id = '${orderId}'`);
      expect(await kinds()).toEqual(['STOCK_NOTICE_OVERDUE']);
    });

    it('a mail that its buyer never gets', async () => {
      const { orderId } = await newOrder();
      await shop.corrupt(
        'orders',
        `INSERT INTO buyer_notices (order_id, event, due_at, create_time)
         VALUES ('${orderId}', 'CONFIRMED', 'infinity', now() - interval '1 minute')`,
      );
      expect(await kinds()).toEqual(['NOTICE_OVERDUE']);
    });

    it('a charge without an order, and one that is the second for its order', async () => {
      const { orderId } = await newOrder();
      const nobodys = await shop.charge(undefined);
      const second = await shop.charge(orderId);
      const findings = await shop.newFindings();
      expect(findings.map(({ kind }) => kind).sort()).toEqual([
        'CAPTURE_DIFFERS',
        'CHARGED_TWICE',
        'CHARGE_WITHOUT_ORDER',
      ]);
      expect(findings.find(({ kind }) => kind === 'CHARGE_WITHOUT_ORDER')?.ids).toEqual({ payment: nobodys });
      expect(findings.find(({ kind }) => kind === 'CHARGED_TWICE')?.found).toContain(second);
      const { code, result } = await shop.bookstoreDoctor();
      expect(code).toBe(7);
      expect(result?.findings).toEqual(expect.arrayContaining([...findings]));
    });
  });

  /** A paid order of its own, of which nothing is in flight any more. */
  async function newOrder(): Promise<Order> {
    const order = await shop.buy([await shop.stock('Corruptible'), 1]);
    const settled = `SELECT FROM orders
      WHERE order_id = '${order.orderId}' AND stock_due_at IS NULL AND update_time < now() - interval '1 s'`;
    await expect.poll(() => shop.query('orders', settled), { timeout: 20_000 }).toBe(1);
    return order;
  }

  async function kinds(): Promise<readonly string[]> {
    return [...new Set((await shop.newFindings()).map(({ kind }) => kind))].sort();
  }
});
