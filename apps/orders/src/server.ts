import { setTimeout as sleep } from 'node:timers/promises';
import { OrderPrivacyServiceDefinition } from '@bookstore/contracts/orders/v1/order_privacy_service';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { createPool, describeDatabaseFault, type PoolOptions, startSweeps } from '@bookstore/database';
import {
  ConfigError,
  connectService,
  type Logger,
  PageTokens,
  ServiceIdentity,
  ServiceServer,
} from '@bookstore/service-kit';
import type { Config } from './config.ts';
import { createAccessTokens } from './gateways/access-tokens.ts';
import { createInventoryGateway } from './gateways/inventory-gateway.ts';
import { createStripeGateway } from './gateways/stripe-gateway.ts';
import { createOrderPrivacyService } from './rpc/order-privacy-service.ts';
import { createOrderService } from './rpc/order-service.ts';
import { assembleOrders } from './assembly.ts';
import { openDatabase } from './store/database.ts';

const NAME = 'orders';

/** Connections that the job library keeps for itself: one listens, the others take and give back its jobs. */
const SWEEP_CONNECTIONS = 3;

export interface OrdersService {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the service. @throws {ConfigError} when its database or its address cannot be used. */
export async function startOrders(config: Config, logger: Logger): Promise<OrdersService> {
  const { database, findProblem, close: closeDatabase } = openDatabase(poolOptions(config));
  const problem = await findProblem();
  if (problem !== undefined) throw new ConfigError(`DATABASE_URL: ${problem}`);
  const identity = new ServiceIdentity(NAME, config.SERVICE_KEY_FILE);
  const connect = (service: string, address: string) =>
    connectService({ service, address, identity, timeoutMs: config.INVENTORY_TIMEOUT_MS });
  const users = connect('users', config.USERS_ADDRESS);
  const inventory = connect('inventory', config.INVENTORY_ADDRESS);
  const holdSeconds = Math.ceil((config.PAYMENT_WINDOW_MS + config.HOLD_MARGIN_MS) / 1000);

  const orders = assembleOrders({
    config,
    database,
    inventory: createInventoryGateway({ connection: inventory, holdSeconds, logger }),
    payments: createStripeGateway({
      apiUrl: config.STRIPE_API_URL,
      secretKey: config.STRIPE_SECRET_KEY_FILE,
      timeoutMs: config.PAYMENT_TIMEOUT_MS,
      returnUrl: config.PAYMENT_RETURN_URL,
      logger,
    }),
    logger,
  });
  const pageTokens = new PageTokens(identity.deriveSecret('page-tokens'));
  const server = new ServiceServer({
    ...{ name: NAME, config, logger },
    accessTokens: createAccessTokens(users),
    classifyFault: describeDatabaseFault,
  })
    .add(OrderServiceDefinition, createOrderService({ ...orders, pageTokens }))
    .add(OrderPrivacyServiceDefinition, createOrderPrivacyService(orders));

  const sweepPool = createPool({ ...poolOptions(config), maxConnections: SWEEP_CONNECTIONS });
  const sweeps = await startSweeps({
    pool: sweepPool,
    sweeps: orders.sweeps,
    onError: (err, sweep) => logger.warn({ err, sweep }, 'a sweep failed and will run again'),
  });
  const port = await server.listen();

  return {
    port,
    async stop() {
      await server.drain();
      await sweeps.stop();
      // What is cut off here is finished by the sweeps of whoever runs next.
      await Promise.race([orders.idle(), sleep(config.DRAIN_GRACE_MS)]);
      for (const connection of [users, inventory]) connection.close();
      await Promise.all([closeDatabase(), sweepPool.end()]);
    },
  };
}

function poolOptions(config: Config): PoolOptions {
  return {
    url: config.DATABASE_URL,
    applicationName: NAME,
    maxConnections: config.DATABASE_MAX_CONNECTIONS,
    acquireTimeoutMs: config.DATABASE_ACQUIRE_TIMEOUT_MS,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
  };
}
