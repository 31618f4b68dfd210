import { NotificationServiceDefinition } from '@bookstore/contracts/users/v1/notification_service';
import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import { describeDatabaseFault, type Sweeps, startSweeps } from '@bookstore/database';
import {
  AccessTokenVerifier,
  connectService,
  type Logger,
  PageTokens,
  remainingMs,
  type RunningService,
  type ServiceParts,
  ServiceServer,
  startService,
} from '@bookstore/service-kit';
import type { UsersConfig } from './config.ts';
import { type Credentials, createCredentials } from './credentials.ts';
import type { OrderMailer } from './domain/order-mail.ts';
import type { Mailer } from './domain/password-reset.ts';
import { Errands } from './errands.ts';
import { createMailer } from './gateways/mailer.ts';
import { createOrderPrivacy } from './gateways/order-privacy-gateway.ts';
import { createOperations, type Operations } from './operations.ts';
import { createNotificationService } from './rpc/notification-service.ts';
import { createUserService } from './rpc/user-service.ts';
import { MIGRATIONS } from './migrations.ts';
import { openStore, type Store } from './store/open-store.ts';

const NAME = 'users';
const HOUR_MS = 3_600_000;

/** Starts the service. @throws {ConfigError} naming the setting that keeps it from starting. */
export async function startUsers(config: UsersConfig, logger: Logger): Promise<RunningService> {
  const mailer = createMailer(config);
  const open = () => openStore({ ...config, remainingMs });
  const options = { name: NAME, config, logger, migrations: MIGRATIONS, openStore: open };
  return await startService(options, (parts) => serve(parts, mailer));
}

type Parts = ServiceParts<UsersConfig, Store>;

async function serve({ config, logger, identity, tls, store }: Parts, mailer: Mailer & OrderMailer) {
  const errands = new Errands((error) => logger.error({ err: error }, 'errand failed'));
  const credentials = await createCredentials(config, store, identity);
  // Before anybody can ask for it, so that the first to start never signs with a key nobody knows.
  await credentials.keys.rotate();
  const orders = connectService({
    service: 'orders',
    address: config.ORDERS_ADDRESS,
    timeoutMs: config.ORDERS_TIMEOUT_MS,
    ...{ identity, tls },
  });
  const operations = createOperations({
    ...{ config, store, credentials, mailer },
    orders: createOrderPrivacy(orders),
    later: (work) => errands.run(work),
    reportMail: (err, { noticeId, isLastTry }) =>
      logger.warn(
        { err, noticeId },
        `a mail about an order was not sent; it is ${isLastTry ? 'given up' : 'due again'}`,
      ),
  });
  const server = new ServiceServer({
    ...{ name: NAME, config, logger, tls },
    accessTokens: new AccessTokenVerifier({ fetchKeys: () => credentials.keys.published() }),
    classifyFault: describeDatabaseFault,
  })
    .add(
      UserServiceDefinition,
      createUserService({
        ...operations,
        users: store.users,
        sessions: store.sessions,
        pageTokens: new PageTokens(identity.deriveSecret('page-tokens')),
        publishedKeys: () => credentials.keys.published(),
      }),
    )
    .add(NotificationServiceDefinition, createNotificationService(operations));
  const sweeps = await sweep(config, logger, store, credentials, operations);
  try {
    const port = await server.listen();
    logger.info({ port }, 'serving');
    return { port, stop };
  } catch (error) {
    await sweeps.stop();
    orders.close();
    throw error;
  }

  async function stop(): Promise<void> {
    await server.drain();
    operations.orderMails.stop();
    const lost = await errands.settle(config.DRAIN_GRACE_MS);
    if (lost > 0) logger.warn({ lost }, 'stopped before all mails were sent');
    await sweeps.stop();
    orders.close();
    await store.close();
  }
}

function sweep(
  config: UsersConfig,
  logger: Logger,
  store: Store,
  { keys, rotationEveryMs }: Credentials,
  { deleteUser, orderMails }: Operations,
): Promise<Sweeps> {
  return startSweeps({
    pool: store.pool,
    sweeps: [
      { name: 'rotate-signing-keys', everyMs: rotationEveryMs, run: () => keys.rotate() },
      {
        name: 'finish-deletions',
        everyMs: config.DELETION_SWEEP_INTERVAL_MS,
        run: (stopping) => deleteUser.finish(stopping),
      },
      { name: 'send-order-mails', everyMs: config.MAIL_SWEEP_MS, run: () => orderMails.sendDue() },
      { name: 'delete-expired', everyMs: HOUR_MS, run: () => store.deleteExpired() },
    ],
    onError: (error, name) => logger.error({ err: error, sweep: name }, 'sweep failed'),
  });
}
