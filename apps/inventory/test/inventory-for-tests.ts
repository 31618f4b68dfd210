import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Book, BookInput } from '@bookstore/contracts/inventory/v1/book';
import {
  type InventoryServiceClient,
  InventoryServiceDefinition,
} from '@bookstore/contracts/inventory/v1/inventory_service';
import {
  type ReservationServiceClient,
  ReservationServiceDefinition,
} from '@bookstore/contracts/inventory/v1/reservation_service';
import { createPool } from '@bookstore/database';
import { cloneDatabase, type ClonedDatabase } from '@bookstore/database/testing';
import { createLogger, type RunningService, ServiceIdentity } from '@bookstore/service-kit';
import { type Channel, createChannel, createClientFactory, Metadata } from 'nice-grpc';
import { errorDetailsClientMiddleware } from 'nice-grpc-error-details';
import { readInventoryConfig } from '../src/config.ts';
import { startInventory } from '../src/server.ts';
import { UsersStandIn } from './users-stand-in.ts';

export const STAFF_ID = '0190b7a2-0000-7000-8000-00000000aaaa';

/** The service as it is, on a database of its own, called over the wire. */
export class InventoryForTests {
  readonly database: ClonedDatabase;
  readonly users: UsersStandIn;
  readonly variables: Readonly<Record<string, string>>;
  /** Callers: nobody, a customer, a member of staff, and orders. */
  readonly anybody: InventoryServiceClient;
  readonly customer: InventoryServiceClient;
  readonly staff: InventoryServiceClient;
  readonly orders: ReservationServiceClient;
  readonly #running: RunningService;
  readonly #channel: Channel;
  readonly #directory: string;

  private constructor(parts: Parts, tokens: Tokens) {
    this.database = parts.database;
    this.users = parts.users;
    this.variables = parts.variables;
    this.#running = parts.running;
    this.#directory = parts.directory;
    this.#channel = createChannel(`127.0.0.1:${parts.running.port}`);
    this.anybody = this.client(InventoryServiceDefinition);
    this.customer = this.client(InventoryServiceDefinition, { authorization: tokens.customer });
    this.staff = this.client(InventoryServiceDefinition, { authorization: tokens.staff });
    this.orders = this.client(ReservationServiceDefinition, { 'x-service-authorization': tokens.orders });
  }

  static async start(): Promise<InventoryForTests> {
    const database = await cloneDatabase();
    const users = await UsersStandIn.start();
    const directory = mkdtempSync(join(tmpdir(), 'inventory-'));
    const ordersKey = writeKeys(directory);
    const variables = {
      LISTEN_ADDRESS: '127.0.0.1:0',
      DATABASE_URL: database.url,
      SERVICE_KEY_FILE: join(directory, 'inventory.key'),
      TRUSTED_SERVICES_DIR: join(directory, 'trusted'),
      LOG_LEVEL: 'silent',
      DRAIN_GRACE_MS: '1000',
      USERS_ADDRESS: users.address,
    };
    const running = await startInventory(readInventoryConfig(variables), createLogger('inventory', 'silent'));
    return new InventoryForTests(
      { database, users, directory, variables, running },
      {
        customer: await users.token(randomUUID(), 'customer'),
        staff: await users.token(STAFF_ID, 'staff'),
        orders: await new ServiceIdentity('orders', ordersKey).token('inventory'),
      },
    );
  }

  client<D extends typeof InventoryServiceDefinition | typeof ReservationServiceDefinition>(
    definition: D,
    tokens: Readonly<Record<string, string>> = {},
  ) {
    const bearers = Object.entries(tokens).map(([name, token]): [string, string] => [name, `Bearer ${token}`]);
    const factory = createClientFactory().use(errorDetailsClientMiddleware);
    return factory.create(definition, this.#channel, { '*': { metadata: Metadata(bearers) } });
  }

  /** Adds a book as staff. */
  async addBook(book: Partial<BookInput> = {}, initialStock = 0n): Promise<Book> {
    const added = await this.staff.addBook({ book: bookInput(book), initialStock, requestId: randomUUID() });
    return added.book!;
  }

  /** Runs SQL of a test's own. */
  async query(sql: string, values: readonly unknown[] = []): Promise<object[]> {
    const limits = { maxConnections: 1, acquireTimeoutMs: 5_000, statementTimeoutMs: 5_000 };
    const pool = createPool({ ...limits, url: this.database.url, applicationName: 'tests' });
    try {
      return (await pool.query<object>(sql, [...values])).rows;
    } finally {
      await pool.end();
    }
  }

  async stop(): Promise<void> {
    this.#channel.close();
    await this.#running.stop();
    await this.users.stop();
    await this.database.drop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

interface Parts {
  readonly database: ClonedDatabase;
  readonly users: UsersStandIn;
  readonly directory: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly running: RunningService;
}

interface Tokens {
  readonly customer: string;
  readonly staff: string;
  readonly orders: string;
}

/** A book that keeps all rules; what is not given is made up. */
export function bookInput(book: Partial<BookInput> = {}): BookInput {
  return BookInput.fromPartial({
    title: `A book ${randomUUID().slice(0, 8)}`,
    authors: ['Somebody'],
    language: 'en',
    price: { currencyCode: 'USD', minorUnits: 1_299n },
    ...book,
  });
}

/** Writes the service's own key and the public one of orders; gives the private key of orders. */
function writeKeys(directory: string): string {
  mkdirSync(join(directory, 'trusted'));
  const own = generateKeyPairSync('ed25519');
  writeFileSync(join(directory, 'inventory.key'), own.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const orders = generateKeyPairSync('ed25519');
  writeFileSync(join(directory, 'trusted', 'orders.pem'), orders.publicKey.export({ format: 'pem', type: 'spki' }));
  return orders.privateKey.export({ format: 'pem', type: 'pkcs8' });
}
