import { setTimeout as sleep } from 'node:timers/promises';
import { OrderPrivacyServiceDefinition } from '@bookstore/contracts/orders/v1/order_privacy_service';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { createPool, describeDatabaseFault, poolOptions, startSweeps, type Sweeps } from '@bookstore/database';
import {
  connectService,
  type Logger,
  PageTokens,
  remainingMs,
  type RunningService,
  type ServiceConnection,
  type ServiceParts,
  ServiceServer,
  startService,
  verifyByUsers,
} from '@bookstore/service-kit';
import type { Config } from './config.ts';
import type { PaymentGateway } from './domain/payment.ts';
import { createInstantGateway } from './gateways/instant-gateway.ts';
import { createInventoryGateway } from './gateways/inventory-gateway.ts';
import { createStripeGateway } from './gateways/stripe-gateway.ts';
import { createOrderPrivacyService } from './rpc/order-privacy-service.ts';
import { createOrderService } from './rpc/order-service.ts';
import { assembleOrders } from './assembly.ts';
import { createBuyerSweep } from './buyer-sweep.ts';
import { MIGRATIONS } from './migrations.ts';
import { startPaymentWebhooks } from './payment-webhooks.ts';
import type { OrdersChanged } from './operations/announced-orders.ts';
import { type OpenDatabase, openDatabase } from './store/database.ts';
import { createOrderWatches } from './store/order-watches.ts';
import type { WebhookServer } from './webhooks/webhook-server.ts';

const NAME = 'orders';

/** Connections that the job library keeps for itself: one listens, the others take and give back its jobs. */
const SWEEP_CONNECTIONS = 3;

/** Milliseconds for which connections of the database may finish what they do; its pools wait for ever. */
const CLOSE_GRACE_MS = 1_000;

/** Starts the service. @throws {ConfigError} naming the setting that keeps it from starting. */
export function startOrders(config: Config, logger: Logger): Promise<RunningService> {
  const openStore = () => openDatabase(poolOptions({ ...config, remainingMs }, NAME));
  return startService({ name: NAME, config, logger, migrations: MIGRATIONS, openStore }, serve);
}

type Parts = ServiceParts<Config, OpenDatabase>;

async function serve({ config, logger, identity, tls, store }: Parts): Promise<RunningService> {
  const connect = (service: string, address: string) =>
    connectService({ service, address, identity, tls, timeoutMs: config.INVENTORY_TIMEOUT_MS });
  const users = connect('users', config.USERS_ADDRESS);
  const inventory = connect('inventory', config.INVENTORY_ADDRESS);
  const watches = watchOrders(config, logger, store);
  const orders = assemble(config, logger, store, inventory, watches.changed);
  const pageTokens = new PageTokens(identity.deriveSecret('page-tokens'));
  const server = new ServiceServer({
    ...{ name: NAME, config, logger, tls },
    accessTokens: verifyByUsers(users),
    classifyFault: describeDatabaseFault,
  })
    .add(OrderServiceDefinition, createOrderService({ ...orders, pageTokens, watch: watches.watch }))
    .add(OrderPrivacyServiceDefinition, createOrderPrivacyService(orders));
  const sweepPool = createPool({ ...poolOptions(config, NAME), maxConnections: SWEEP_CONNECTIONS });
  let sweeps: Sweeps | undefined;
  let webhooks: WebhookServer | undefined;
  try {
    sweeps = await startSweeps({
      pool: sweepPool,
      sweeps: [...orders.sweeps, createBuyerSweep(config, store.database, users)],
      onError: (err, sweep) => logger.warn({ err, sweep }, 'a sweep failed and will run again'),
    });
    watches.start();
    webhooks = await startPaymentWebhooks({ config, logger, tls, take: (news) => orders.takeNews(news) });
    const port = await server.listen();
    logger.info({ port }, 'serving');
    return { port, stop };
  } catch (error) {
    await within(config.DRAIN_GRACE_MS, [stopSweeps(), stopWebhooks()]);
    disconnect();
    await within(CLOSE_GRACE_MS, [sweepPool.end(), watches.stop()]);
    throw error;
  }

  async function stop(): Promise<void> {
    // What is cut off here is finished by the sweeps of whoever runs next.
    await within(config.DRAIN_GRACE_MS, [drain().then(() => orders.idle()), stopSweeps()]);
    disconnect();
    await within(CLOSE_GRACE_MS, [store.close(), sweepPool.end(), watches.stop()]);
  }

  async function drain(): Promise<void> {
    await Promise.all([server.drain(), stopWebhooks()]);
  }

  async function stopSweeps(): Promise<void> {
    await sweeps?.stop();
  }

  async function stopWebhooks(): Promise<void> {
    await webhooks?.stop();
  }

  function disconnect(): void {
    for (const connection of [users, inventory]) connection.close();
  }
}

function watchOrders(config: Config, logger: Logger, { database }: OpenDatabase) {
  return createOrderWatches({
    database,
    url: config.DATABASE_URL,
    everyMs: config.WATCH_LOOK_MS,
    onError: (err) => logger.warn({ err }, 'watched orders could not be looked at; they will be looked at again'),
  });
}

function assemble(
  config: Config,
  logger: Logger,
  { database }: OpenDatabase,
  connection: ServiceConnection,
  changed: OrdersChanged,
) {
  const holdSeconds = Math.ceil((config.PAYMENT_WINDOW_MS + config.HOLD_MARGIN_MS) / 1000);
  return assembleOrders({
    ...{ config, database, logger, changed },
    inventory: createInventoryGateway({ connection, holdSeconds, logger }),
    payments: createPayments(config, logger),
  });
}

function createPayments(config: Config, logger: Logger): PaymentGateway {
  if (config.PAYMENTS === 'instant') {
    logger.warn('PAYMENTS is `instant`: orders are taken for no money');
    return createInstantGateway();
  }
  return createStripeGateway({
    apiUrl: config.STRIPE_API_URL,
    secretKey: config.STRIPE_SECRET_KEY_FILE,
    timeoutMs: config.PAYMENT_TIMEOUT_MS,
    returnUrl: config.PAYMENT_RETURN_URL,
    logger,
  });
}

/** Waits for all of it, but no longer than that: a stop must not hang on what hangs. */
async function within(ms: number, work: readonly Promise<unknown>[]): Promise<void> {
  const patience = new AbortController();
  const tired = sleep(ms, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([Promise.all(work), tired]).finally(() => patience.abort());
}
