import { type Book, type Bookstore, type Order, parseMoney } from '@bookstore/client';
import type { Mesh } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import { expect } from 'vitest';
import { seeTheDoctor } from '../doctor/see-the-doctor.ts';
import { readLedger } from '../histories/read-ledger.ts';
import { type MeshOptions, STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';
import { Buying } from './buying.ts';

const COPIES = 10_000;
const SHOPPERS = 4;
const PRICE = '10.00';
const AT_REST_WITHIN_MS = 30_000;

/** Less than a shopper's patience: so the services, too, are left not knowing what happened. */
const HASTY_DATABASE = { DATABASE_ACQUIRE_TIMEOUT_MS: '1500', DATABASE_STATEMENT_TIMEOUT_MS: '500' };
const HASTY = {
  inventory: HASTY_DATABASE,
  orders: { ...HASTY_DATABASE, INVENTORY_TIMEOUT_MS: '1000', PAYMENT_TIMEOUT_MS: '1000' },
};

/** A title, and all that was ever acknowledged of it. */
interface Sale {
  readonly book: Book;
  readonly orders: readonly Order[];
}

type Meanwhile = (buying: Buying, book: Book) => Promise<void>;

/** A bookstore of its own that things are done to while it sells, and what must hold afterwards. */
export class ShopUnderFaults {
  readonly mesh: Mesh;
  readonly clerk: Bookstore;
  readonly shoppers: readonly Bookstore[];
  readonly #sales: Sale[] = [];

  private constructor(mesh: Mesh, clerk: Bookstore, shoppers: readonly Bookstore[]) {
    this.mesh = mesh;
    this.clerk = clerk;
    this.shoppers = shoppers;
  }

  static async open(prefix: string, options: Pick<MeshOptions, 'links'> = {}): Promise<ShopUnderFaults> {
    const mesh = await startMesh(prefix, { ...options, settings: HASTY });
    const clerk = await newClerk(mesh.door, STAFF);
    const shoppers = await Promise.all(Array.from({ length: SHOPPERS }, () => newShopper(mesh.door)));
    return new ShopUnderFaults(mesh, clerk, shoppers);
  }

  /** Lets shoppers buy a new title, and does something meanwhile; nothing may be lost or doubled by it. */
  async sell(title: string, meanwhile: Meanwhile, shoppers = this.shoppers): Promise<void> {
    const book = await this.#stock(title);
    const buying = new Buying(shoppers, orderOf([book, 1]));
    this.#sales.push({ book, orders: buying.acknowledged });
    await buying.goOn(shoppers.length);
    await meanwhile(buying, book);
    await buying.goOn(shoppers.length);
    await buying.stop();
    await this.#expectOrdered(book, buying.acknowledged);
  }

  /** Waits until inventory knows what became of each order of a title. */
  async expectNothingHeld({ bookId }: Book): Promise<void> {
    await expect
      .poll(async () => (await this.clerk.books.get(bookId)).stock.reserved, { timeout: AT_REST_WITHIN_MS })
      .toBe(0);
  }

  /** Every copy is where the orders say: each title is short of those that were acknowledged, none is held any more. */
  async expectStockAddsUp(): Promise<void> {
    for (const { book, orders } of this.#sales) {
      const left = COPIES - orders.length;
      await expect
        .poll(async () => (await this.clerk.books.get(book.bookId)).stock, {
          timeout: AT_REST_WITHIN_MS,
          interval: 500,
        })
        .toEqual({ onHand: left, reserved: 0, available: left });
    }
    expect(await seeTheDoctor(this.mesh, { withinMs: AT_REST_WITHIN_MS })).toEqual([]);
  }

  /** The payment company took what the orders say, and that is the price of what was acknowledged. */
  async expectMoneyAddsUp(): Promise<void> {
    const sum = 'SELECT sum(captured_minor_units - refunded_minor_units)::text AS cents FROM orders';
    const captured = await withConnection(this.mesh.databaseUrl('orders'), (client) =>
      client.query<{ cents: string }>(sum),
    );
    const acknowledged = this.#sales.reduce((sum, { orders }) => sum + orders.length, 0);
    expect(acknowledged).toBeGreaterThan(0);
    const cents = String(parseMoney(PRICE, 'USD').minorUnits * BigInt(acknowledged));
    expect(captured.rows).toEqual([{ cents }]);
    const { payments } = await readLedger(this.mesh, 0);
    expect(String(payments.reduce((sum, { received }) => sum + received, 0))).toBe(cents);
  }

  stop(): Promise<void> {
    return this.mesh.stop();
  }

  /** What was killed before is back, but a connection to it may still be waiting for its next try. */
  async #stock(title: string): Promise<Book> {
    await expect.poll(() => this.clerk.books.list().page(), { timeout: 20_000 }).toBeDefined();
    return stockBook(this.clerk, title, COPIES, PRICE);
  }

  /** The histories hold what was acknowledged, each once and paid, and nothing else. */
  async #expectOrdered(book: Book, acknowledged: readonly Order[]): Promise<void> {
    const histories = await Promise.all(this.shoppers.map((shopper) => Array.fromAsync(shopper.orders.history())));
    const ofBook = histories.flat().filter(({ lines }) => lines[0]?.bookId === book.bookId);
    const ids = (orders: readonly Order[]) => orders.map(({ orderId }) => orderId).sort();
    expect(new Set(ids(acknowledged)).size).toBe(acknowledged.length);
    expect(new Set(ofBook.map(({ status }) => status))).toEqual(new Set(['PAID']));
    expect(ids(ofBook)).toEqual(ids(acknowledged));
  }
}
