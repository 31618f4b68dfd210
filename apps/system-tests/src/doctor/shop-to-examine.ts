import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Book, type Bookstore, BookstoreError, type NewOrder, type Order } from '@bookstore/client';
import { examine, type Examination, type Finding } from '@bookstore/doctor';
import type { Mesh, ServiceName } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import { MAKER, STAFF, startMesh } from '../mesh-for-tests.ts';
import { newClerk, newShopper, orderOf, stockBook } from '../shoppers.ts';
import { doctorSources, paymentKeyFile } from './see-the-doctor.ts';

const BOOKSTORE = join(import.meta.dirname, '../../../cli/src/main.ts');
const GRACE_MS = 1_000;

/** Orders that nobody pays expire within the test, and what is under way is over within the grace. */
const HASTY = {
  ...{ PAYMENT_WINDOW_MS: '8000', HOLD_MARGIN_MS: '500', HOLD_SWEEP_MS: '500', PAYMENT_CHECK_AFTER_MS: '500' },
  BUYER_SWEEP_MS: '100',
};

/** A bookstore of its own, and the doctor who comes to see it. */
export class ShopToExamine {
  readonly mesh: Mesh;
  readonly clerk: Bookstore;
  readonly shopper: Bookstore;
  readonly #known = new Set<string>();

  private constructor(mesh: Mesh, clerk: Bookstore, shopper: Bookstore) {
    this.mesh = mesh;
    this.clerk = clerk;
    this.shopper = shopper;
  }

  static async open(): Promise<ShopToExamine> {
    const mesh = await startMesh('doctor', { settings: { orders: HASTY } });
    return new ShopToExamine(mesh, await newClerk(mesh.door, STAFF), await newShopper(mesh.door));
  }

  stock(title: string): Promise<Book> {
    return stockBook(this.clerk, title, 100);
  }

  buy(...lines: readonly (readonly [Book, number])[]): Promise<Order> {
    return this.shopper.orders.place(orderOf(...lines));
  }

  /** Orders by a payment method that does not pay; undefined if it is refused. */
  async tryToBuy(book: Book, paymentMethod: string): Promise<Order | undefined> {
    const order: NewOrder = { ...orderOf([book, 1]), paymentMethod };
    try {
      return await this.shopper.orders.place(order);
    } catch (error) {
      if (error instanceof BookstoreError && error.code === 'FAILED_PRECONDITION') return undefined;
      throw error;
    }
  }

  examine(): Promise<Examination> {
    return examine({ ...doctorSources(this.mesh), graceMs: GRACE_MS, recheckAfterMs: 200 });
  }

  /** The same by the command line; child processes are found by their folder, containers are named. */
  async bookstoreDoctor(): Promise<{ readonly code: number | null; readonly result: Examination | undefined }> {
    const { inventoryDatabase, ordersDatabase, payments } = doctorSources(this.mesh);
    const environment =
      MAKER === 'embedded'
        ? { BOOKSTORE_DATA_DIR: this.mesh.dataDirectory }
        : {
            INVENTORY_DATABASE_URL: inventoryDatabase,
            ORDERS_DATABASE_URL: ordersDatabase,
            STRIPE_API_URL: payments.apiUrl,
            STRIPE_SECRET_KEY_FILE: paymentKeyFile(this.mesh),
          };
    const args = [BOOKSTORE, 'doctor', '--json', '--grace', String(GRACE_MS / 1000)];
    const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'] ?? '', ...environment } });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, result: output === '' ? undefined : (JSON.parse(output) as Examination) };
  }

  /** As `query`, for what must change something. */
  async corrupt(service: ServiceName, ...statements: readonly string[]): Promise<void> {
    if ((await this.query(service, ...statements)) === 0) throw new Error(`nothing was changed: ${statements.at(-1)}`);
  }

  /** What is found now that was not found the last time. */
  async newFindings(): Promise<readonly Finding[]> {
    const { findings } = await this.examine();
    const fresh = findings.filter(({ kind, ids }) => !this.#known.has(JSON.stringify([kind, ids])));
    for (const { kind, ids } of fresh) this.#known.add(JSON.stringify([kind, ids]));
    return fresh;
  }

  /** Runs SQL behind the shop's back; gives how many rows the last statement saw. */
  async query(service: ServiceName, ...statements: readonly string[]): Promise<number> {
    return withConnection(this.mesh.databaseUrl(service), async (client) => {
      let rows = 0;
      for (const statement of statements) rows = (await client.query(statement)).rowCount ?? 0;
      return rows;
    });
  }

  /** Takes money at the payment company behind the shop's back; gives the payment's id. */
  async charge(orderId: string | undefined): Promise<string> {
    const form = new URLSearchParams({ amount: '1000', currency: 'usd', confirm: 'true' });
    form.set('payment_method', 'pm_card_visa');
    form.set('allowed_payment_method_types[0]', 'card');
    if (orderId !== undefined) form.set('metadata[order_id]', orderId);
    const { apiUrl, secretKey } = doctorSources(this.mesh).payments;
    const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(`${apiUrl}/v1/payment_intents`, { method: 'POST', headers, body: form.toString() });
    const intent = (await response.json()) as { id: string; status: string };
    if (intent.status !== 'succeeded') throw new Error(`nothing was charged: ${JSON.stringify(intent)}`);
    return intent.id;
  }

  stop(): Promise<void> {
    return this.mesh.stop();
  }
}
