import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderStatus } from '@bookstore/contracts/orders/v1/order';
import { OrderPrivacyServiceDefinition } from '@bookstore/contracts/orders/v1/order_privacy_service';
import {
  type ListOrdersRequest,
  OrderServiceDefinition,
  type PlaceOrderRequest,
  type RefundOrderRequest,
} from '@bookstore/contracts/orders/v1/order_service';
import { createPool } from '@bookstore/database';
import { cloneDatabase } from '@bookstore/database/testing';
import {
  connectService,
  createLogger,
  runInCall,
  type ServiceConnection,
  ServiceIdentity,
} from '@bookstore/service-kit';
import { Metadata } from 'nice-grpc';
import { readOrdersConfig } from '../src/config.ts';
import { startOrders } from '../src/server.ts';
import { InventoryStandIn } from './inventory-stand-in.ts';
import { PaymentSimulator } from './payment-simulator.ts';
import { UsersStandIn } from './users-stand-in.ts';

export type Shop = Awaited<ReturnType<typeof openShop>>;
export type Person = ReturnType<Shop['customer']>;

export const EUR = (minorUnits: bigint) => ({ currencyCode: 'EUR', minorUnits });

export type Environment = Readonly<Record<string, string>>;

/** Starts orders with the given environment variables. */
export type StartOrders = (environment: Environment) => Promise<{ readonly port: number; stop(): Promise<void> }>;

const startInProcess: StartOrders = (environment) =>
  startOrders(readOrdersConfig(environment), createLogger('orders', 'silent'));

/** Orders over the wire, with all that it speaks to: quick sweeps, so that tests need not wait. */
export async function openShop(
  settings: Environment = {},
  startIt: StartOrders = startInProcess,
  paymentSettings: Environment = {},
) {
  const directory = mkdtempSync(join(tmpdir(), 'orders-'));
  const [database, inventory, users, payments] = [
    await cloneDatabase(),
    new InventoryStandIn(),
    new UsersStandIn(),
    new PaymentSimulator(directory, paymentSettings),
  ];
  await payments.start();
  const keys = serviceKeys(directory, ['orders', 'tester']);
  const environment = {
    LISTEN_ADDRESS: '127.0.0.1:0',
    DATABASE_URL: database.url,
    SERVICE_KEY_FILE: keys.file('orders'),
    TRUSTED_SERVICES_DIR: keys.publicDirectory,
    USERS_ADDRESS: await users.start(),
    INVENTORY_ADDRESS: await inventory.start(),
    STRIPE_API_URL: payments.url,
    STRIPE_SECRET_KEY_FILE: payments.secretKeyFile,
    LOG_LEVEL: 'silent',
    ...{ INVENTORY_TIMEOUT_MS: '1000', PAYMENT_TIMEOUT_MS: '1000', PAYMENT_CHECK_AFTER_MS: '100', CLAIM_MS: '300' },
    ...{
      PAYMENT_SWEEP_MS: '50',
      STOCK_SWEEP_MS: '50',
      REFUND_SWEEP_MS: '50',
      HOLD_SWEEP_MS: '100',
      BUYER_SWEEP_MS: '50',
    },
    ...settings,
  };
  const start = () => startIt(environment);
  let orders = await start();
  const identity = new ServiceIdentity('tester', keys.pem('tester'));
  const connect = (address = `127.0.0.1:${orders.port}`) =>
    connectService({ service: 'orders', address, identity, timeoutMs: 15_000 });
  let connection = connect();
  const limits = { maxConnections: 2, acquireTimeoutMs: 5_000, statementTimeoutMs: 60_000 };
  // Its connections may be cut off by the drop of the database, while they close, and end no process for it.
  const pool = createPool({ ...limits, url: database.url, applicationName: 'tests' });

  /** A signed-in person: each method of the service, called as that person. */
  const person = (role: 'customer' | 'staff', userId: string = randomUUID(), elsewhere?: ServiceConnection) => {
    const metadata = Metadata().set('authorization', `Bearer ${users.token(userId, role)}`);
    const client = () => (elsewhere ?? connection).client(OrderServiceDefinition);
    return {
      userId,
      place: async (request: PlaceOrderRequest) => (await client().placeOrder(request, { metadata })).order!,
      get: async (orderId: string) => (await client().getOrder({ orderId }, { metadata })).order!,
      refunds: async (orderId: string) => (await client().getOrder({ orderId }, { metadata })).refunds,
      status: (orderId: string) => client().getOrderStatus({ orderId }, { metadata }),
      cancel: async (orderId: string, reason = '', etag = '') =>
        (await client().cancelOrder({ orderId, reason, etag }, { metadata })).order!,
      refund: (orderId: string, changes: Partial<RefundOrderRequest> = {}) => {
        const request = { orderId, requestId: randomUUID(), amount: undefined, reason: '', ...changes };
        return client().refundOrder(request, { metadata });
      },
      update: async (
        orderId: string,
        status: OrderStatus,
        rest: { carrier?: string; trackingNumber?: string; etag?: string } = {},
      ) => {
        const request = { orderId, status, carrier: '', trackingNumber: '', etag: '', ...rest };
        return (await client().updateOrderStatus(request, { metadata })).order!;
      },
      history: (userId = '', pageSize = 0, pageToken = '') =>
        client().getOrderHistory({ userId, pageSize, pageToken }, { metadata }),
      list: (request: Partial<ListOrdersRequest> = {}) =>
        client().listOrders({ ...ALL_ORDERS, ...request }, { metadata }),
      report: (startTime: Date, endTime: Date, top = 0) =>
        client().getSalesReport({ startTime, endTime, top }, { metadata }),
    };
  };

  return {
    environment,
    inventory,
    payments,
    users,
    customer: (userId?: string) => person('customer', userId),
    staff: (userId?: string) => person('staff', userId),
    /** A customer who comes to another process. */
    customerAt: (address: string, userId: string) => person('customer', userId, connect(address)),
    metadataOf: (userId: string, role: 'customer' | 'staff') =>
      Metadata().set('authorization', `Bearer ${users.token(userId, role)}`),
    address: () => `127.0.0.1:${orders.port}`,
    eraseUser: (userId: string) => connection.client(OrderPrivacyServiceDefinition).eraseUser({ userId }),
    /** Puts a book on the shelf; gives its id. */
    book: (onHand = 10, price = EUR(1299n), retired = false): string => {
      const bookId = randomUUID();
      inventory.books.set(bookId, {
        title: `Book ${inventory.books.size}`,
        isbn: '9780140449136',
        price,
        onHand,
        retired,
      });
      return bookId;
    },
    sql: async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
      (await pool.query<Row>(text, values)).rows,
    restart: async () => {
      await orders.stop();
      connection.close();
      orders = await start();
      connection = connect();
    },
    close: async () => {
      inventory.trouble = 'none';
      await orders.stop();
      connection.close();
      inventory.stop();
      users.stop();
      await Promise.all([payments.stop(), pool.end()]);
      await database.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const ALL_ORDERS: ListOrdersRequest = {
  ...{ status: undefined, userId: '', placedAfter: undefined, placedBefore: undefined },
  ...{ pageSize: 0, pageToken: '' },
};

/** Calls as a caller does that waits only so long. */
export function waitingOnly<T>(ms: number, call: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + ms;
  return runInCall({ requestId: 'impatient', deadline, signal: new AbortController().signal }, call);
}

export const ADDRESS = {
  recipient: 'Nora Helmer',
  addressLines: ['Bygdøy allé 1'],
  locality: 'Oslo',
  administrativeArea: '',
  postalCode: '0257',
  regionCode: 'NO',
};

/** A request for one copy, to be changed as a test wants it. */
export function wish(bookId: string, changes: Partial<PlaceOrderRequest> = {}): PlaceOrderRequest {
  return {
    requestId: randomUUID(),
    lines: [{ bookId, quantity: 1 }],
    shippingAddress: ADDRESS,
    paymentMethod: 'pm_card_visa',
    expectedTotal: undefined,
    ...changes,
  };
}

function serviceKeys(directory: string, names: readonly string[]) {
  const publicDirectory = join(directory, 'public');
  mkdirSync(publicDirectory);
  const pems = new Map(
    names.map((name) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      writeFileSync(join(publicDirectory, `${name}.pem`), publicKey.export({ format: 'pem', type: 'spki' }));
      const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
      writeFileSync(join(directory, `${name}.key`), pem);
      return [name, pem];
    }),
  );
  return {
    publicDirectory,
    file: (name: string) => join(directory, `${name}.key`),
    pem: (name: string) => pems.get(name)!,
  };
}
